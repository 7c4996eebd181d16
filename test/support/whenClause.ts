/** VS Code's `when` clauses, as far as the manifest uses them: names, `!`, `&&`, `||`, parentheses, and `==` to a word. */

/** What a clause says in a state. A key that the state does not name is false, as in VS Code. */
export function holds(clause: string, state: Readonly<Record<string, boolean | number | string>>): boolean {
  const tokens = clause.match(/&&|\|\||==|!=|[!()]|[\w.:/-]+|'[^']*'/g) ?? [];
  let at = 0;
  const or = (): boolean => {
    let value = and();
    while (tokens[at] === "||") {
      at++;
      value = and() || value;
    }
    return value;
  };
  const and = (): boolean => {
    let value = not();
    while (tokens[at] === "&&") {
      at++;
      value = not() && value;
    }
    return value;
  };
  const not = (): boolean => {
    const token = tokens[at++];
    if (token === "!") return !not();
    if (token === "(") {
      const value = or();
      if (tokens[at++] !== ")") throw new Error(`no ")" in ${clause}`);
      return value;
    }
    if (token === undefined || /^[&|=!)]/.test(token)) throw new Error(`a name is missing in ${clause}`);
    const value = state[token] ?? false;
    const operator = tokens[at];
    if (operator !== "==" && operator !== "!=") return Boolean(value);
    const other = (tokens[at + 1] ?? "").replaceAll("'", "");
    at += 2;
    return (String(value) === other) === (operator === "==");
  };
  const value = or();
  if (at !== tokens.length) throw new Error(`cannot read ${clause}`);
  return value;
}

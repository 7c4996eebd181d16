/** Groups things that links lead to from one another. */

/** The groups that `linked` makes, in the order of their first members; a link to what is no member counts for nothing. */
export function groupsOf<M>(
  members: readonly M[],
  linked: (member: M) => Iterable<M | null>,
): readonly (readonly M[])[] {
  const groups = new Map<M, M[]>(members.map((member) => [member, [member]]));
  for (const member of members) {
    for (const other of linked(member)) {
      const into = groups.get(member);
      const from = other === null ? undefined : groups.get(other);
      if (into === undefined || from === undefined || into === from) continue;
      into.push(...from);
      for (const moved of from) groups.set(moved, into);
    }
  }
  return [...new Set(groups.values())];
}

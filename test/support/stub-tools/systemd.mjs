/** What `systemctl is-active` answers when all is well. */
export function systemctl(/** @type {string[]} */ args) {
  return { answer: args.filter((arg) => arg.endsWith(".service")).map(() => "active") };
}

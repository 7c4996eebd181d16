/** Texts that are no Nix whatever their file is called: what tools for secrets keep in a repository. */

const HEADS: readonly string[] = [
  "\0GITCRYPT\0",
  "age-encryption.org/v1\n",
  "-----BEGIN AGE ENCRYPTED FILE-----",
  "-----BEGIN PGP MESSAGE-----",
  "$ANSIBLE_VAULT;",
];

/** Whether a text begins as files that age, OpenPGP, git-crypt or Ansible encrypted do. */
export function isArmoured(text: string): boolean {
  const start = /\S/.exec(text.slice(0, 1_000))?.index ?? 0;
  return HEADS.some((head) => text.startsWith(head, head.startsWith("\0") ? 0 : start));
}

/** How JSON begins, and what sops writes beside the values in JSON, YAML, INI and dotenv. */
const SOPS_DATA = /^\s*\{\s*"[^"\n]*"\s*:|"sops"\s*:\s*\{|^sops:\s*$|^\[sops\]\s*$|^sops_version=/m;

/** Whether a text that is no Nix is one whose values sops encrypted. */
export function holdsSopsData(text: string): boolean {
  return text.includes("ENC[AES256_GCM,") && SOPS_DATA.test(text);
}

/** `file-not-analysed`: what is reported, its nearest neighbours that are not, and its fixes. */
import { describe, expect, test } from "vitest";
import { codesOf } from "../support/syntax.ts";

test("file-not-analysed", () => {
  expect(codesOf("\0")).toEqual(["file-not-analysed"]);
  expect(codesOf(`[ ${"1 ".repeat(1_100_000)} ]`)).toEqual(["file-not-analysed"]);
});

describe("what tools for secrets wrote under a Nix name", () => {
  const sopsJson = '{\n\t"data": "ENC[AES256_GCM,data:p67,iv:YY=,tag:A=]",\n\t"sops": {\n\t\t"kms": []\n\t}\n}\n';
  test.each([
    ["sops, as JSON", sopsJson],
    ["sops, as JSON on one line", JSON.stringify(JSON.parse(sopsJson))],
    ["sops, as YAML", "data: ENC[AES256_GCM,data:p67,type:str]\nsops:\n    kms: []\n"],
    ["sops, as INI", "[a]\nb = ENC[AES256_GCM,data:p67]\n\n[sops]\nversion = 3\n"],
    ["sops, as dotenv", "A=ENC[AES256_GCM,data:p67,type:str]\nsops_version=3.8.1\n"],
    ["age in armour", "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n"],
    ["age", "age-encryption.org/v1\n-> X25519 abc\n"],
    ["OpenPGP in armour", "\n-----BEGIN PGP MESSAGE-----\n\nhQIMA\n-----END PGP MESSAGE-----\n"],
    ["git-crypt", "\0GITCRYPT\0\u0001abc"],
    ["Ansible", "$ANSIBLE_VAULT;1.1;AES256\n6162\n"],
  ])("%s", (_, text) => expect(codesOf(text)).toEqual(["file-not-analysed"]));

  test.each([
    ["JSON that nobody encrypted", '{ "sops": { "a": 1 } }', "syntax-error"],
    ["a broken text about sops", '{ a = "ENC[AES256_GCM,data"; sops: 1 }', "syntax-error"],
  ])("but %s is read", (_, text, code) => expect(codesOf(text)).toContain(code));

  test("a module that holds such texts is Nix", () => {
    expect(codesOf("{ a = ''\nsops:\nENC[AES256_GCM,data]\n-----BEGIN PGP MESSAGE-----\n''; }")).toEqual([]);
  });
});

/** A build as a person sees it: chosen, running with its counts, done, and its log. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openFile, runCommand } from "./workbench.mjs";

const servers = ["chainfire", "fiberlb", "flaredb", "flashdns", "iam", "lightningstor", "novanet", "plasmavmc"];

/** Stand-ins for the servers, which take a moment and need no nixpkgs. */
function flake() {
  const made = servers.map((name, index) => `      ${name}-server = server "${name}" ${index % 3};`).join("\n");
  return `{
  description = "Stand-ins for the servers";

  outputs = { self }: let
    system = "${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux";
    sh = name: script: derivation {
      inherit name system;
      builder = "/bin/sh";
      PATH = "/bin:/usr/bin";
      run = "${Date.now()}";
      args = [ "-c" script ];
    };
    phase = name: "echo '@nix {\\"action\\":\\"setPhase\\",\\"phase\\":\\"\${name}\\"}' >&2; ";
    server = name: pause: sh "\${name}-server-0.1.0" ''
      \${phase "unpackPhase"} echo unpacking source archive
      \${phase "buildPhase"} printf '\\033[1;32m   Compiling\\033[0m \${name} v0.1.0\\n'
      sleep 0.\${toString (pause + 3)}
      printf '\\033[1;32m    Finished\\033[0m release profile [optimized]\\n'
      \${phase "installPhase"} echo \${name} > $out
    '';
    made = {
${made}
    };
  in {
    packages.\${system} = made // {
      all = sh "all-servers" "# \${toString (builtins.attrValues made)}\n echo all there; sleep 1; echo x > $out";
    };
  };
}
`;
}

/** @type {import("./tests.mjs").PageTest} */
export const buildTest = {
  name: "a build is chosen, counted while it runs, and names its log",
  needsNix: true,
  run: async ({ page, picture, folder }) => {
    const place = join(folder, "platform");
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "flake.nix"), flake());
    try {
      await openFile(page, "node1.nix");
      await chooseBuild(page, "build all in platform");
      const terminal = page.locator(".terminal-wrapper.active .xterm-rows");
      await terminal.getByText("buildPhase").first().waitFor();
      await page.locator(".notification-toast", { hasText: /[3-6] of 9 built/ }).waitFor();
      await picture("build");
      await terminal.getByText(/Done in .* 9 built/).waitFor();
      await followLink(page, terminal.getByText("Log:"));
      await page.locator(".tab.active", { hasText: "build_all_in_platform.log" }).waitFor();
      await page.locator(".notification-toast").waitFor({ state: "detached" });
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
    await runCommand(page, "Terminal: Kill the Active Terminal Instance");
  },
};

/** Follows the link in a line of a terminal as the mouse does: links appear under it, in a layer above the text. */
async function followLink(
  /** @type {import("playwright-core").Page} */ page,
  /** @type {import("playwright-core").Locator} */ line,
) {
  const box = await line.boundingBox();
  if (box === null) throw new Error("the line is not to be seen");
  const { x, y } = { x: box.x + 150, y: box.y + box.height / 2 };
  await page.keyboard.down("Control");
  await page.mouse.move(x - 5, y);
  await page.mouse.move(x, y);
  await page.locator(".workbench-hover", { hasText: "Open Log" }).first().waitFor();
  await page.mouse.click(x, y);
  await page.keyboard.up("Control");
}

/** Waits until the flake that was just written is known: the list is opened until it has the entry. */
export async function chooseBuild(/** @type {import("playwright-core").Page} */ page, /** @type {string} */ label) {
  for (let attempt = 1; ; attempt++) {
    await runCommand(page, "PlasmaCloud: Build…");
    const widget = page.locator(".quick-input-widget");
    await widget
      .getByText("Choose what to build")
      .or(widget.getByPlaceholder("Choose what to build"))
      .first()
      .waitFor();
    await widget.locator("input").first().fill(label);
    const entry = widget.locator(".quick-input-list .monaco-list-row", { hasText: label }).first();
    const isThere = await entry.waitFor({ timeout: 2000 }).then(
      () => true,
      () => attempt === 60,
    );
    if (isThere) break;
    await page.keyboard.press("Escape");
  }
  await page.keyboard.press("Enter");
}

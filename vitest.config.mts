import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { vscode: fileURLToPath(new URL("test/support/vscode.ts", import.meta.url)) } },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**", "test/package/**", "**/node_modules/**"],
    // Against a test that hangs, nothing else: on a busy machine everything takes as long as it takes.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: "forks",
  },
});

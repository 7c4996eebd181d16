import { defineConfig } from "vitest/config";

/** Tests of the packages in out/, which must have been made before. */
export default defineConfig({
  test: { include: ["test/package/**/*.test.ts"], testTimeout: 600_000, hookTimeout: 600_000, pool: "forks" },
});

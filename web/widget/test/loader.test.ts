import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { expect, test } from "vitest";

const LIMIT_BYTES = 8 * 1024;

test("the loader is at most 8 KB gzip, one classic script that declares nothing global", async () => {
  const outDir = mkdtempSync(join(tmpdir(), "relaydesk-loader-"));
  try {
    const configFile = fileURLToPath(new URL("../vite.loader.config.ts", import.meta.url));
    await build({ configFile, logLevel: "error", build: { outDir, emptyOutDir: true } });
    const code = readFileSync(join(outDir, "relaydesk.js"));
    expect(gzipSync(code).byteLength).toBeLessThanOrEqual(LIMIT_BYTES);
    expect(code.toString()).toMatch(/^\(function\(\)\{/);
    expect(code.toString()).not.toMatch(/\b(import|export)\b[\s{*]/);
  } finally {
    rmSync(outDir, { recursive: true });
  }
});

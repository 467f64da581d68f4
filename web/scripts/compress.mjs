// Leaves a .br and a .gz beside each built file that is worth it; the server sends whichever the browser takes.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("../../src/relaydesk/static", import.meta.url));
const TEXT = /\.(css|html|js|json|map|svg|txt)$/;
const LEAST_BYTES = 1024;
const LEAST_SAVING = 0.9;

for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (/\.(br|gz)$/.test(entry.name)) rmSync(path);
}
for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !TEXT.test(entry.name)) continue;
  const path = join(entry.parentPath, entry.name);
  const content = readFileSync(path);
  if (content.byteLength < LEAST_BYTES) continue;
  const made = {
    br: brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength } }),
    gz: gzipSync(content, { level: 9 }),
  };
  for (const [ending, bytes] of Object.entries(made)) {
    if (bytes.byteLength < content.byteLength * LEAST_SAVING) writeFileSync(`${path}.${ending}`, bytes);
  }
}

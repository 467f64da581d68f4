// Says what a browser loads, compressed, before the sign-in page and the inbox stand, and fails above what is allowed.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../src/relaydesk/static/console", import.meta.url));
const FIRST = ["index.html", "src/locales/zh-CN.json"]; // one language, the larger one
const PAGES = [
  { name: "sign-in page", parts: FIRST, mostKb: 250 },
  {
    name: "inbox",
    parts: [...FIRST, "src/shell/Providers.tsx", "src/shell/SignedIn.tsx", "src/inbox/InboxPage.tsx"],
    mostKb: 450,
  },
];
// of the font's files, which are one a script, a page in one language loads the first
const FONT = /^inter-latin-wght-normal/;

const manifest = JSON.parse(readFileSync(join(root, ".vite/manifest.json"), "utf8"));

/** A part's own files and those of all that it imports, not of what it may load later. */
function filesOf(part, known = new Set()) {
  const { file, css = [], imports = [] } = manifest[part];
  if (known.has(file)) return known;
  for (const one of [file, ...css]) known.add(one);
  for (const next of imports) filesOf(next, known);
  return known;
}

function sentBytes(file) {
  const path = join(root, file);
  return statSync(existsSync(`${path}.br`) ? `${path}.br` : path).size;
}

const fonts = readdirSync(join(root, "assets")).filter((name) => FONT.test(name));
let isTooLarge = fonts.length === 0;
for (const { name, parts, mostKb } of PAGES) {
  const files = new Set(["index.html", ...fonts.map((font) => `assets/${font}`)]);
  for (const part of parts) for (const file of filesOf(part)) files.add(file);
  const kb = [...files].reduce((sum, file) => sum + sentBytes(file), 0) / 1000;
  const words = `first load of the ${name}: ${kb.toFixed(0)} KB in ${files.size} files, ${mostKb} KB at most`;
  if (kb > mostKb) isTooLarge = true;
  console.log(kb > mostKb ? `TOO LARGE: ${words}` : words);
  if (process.argv.includes("--files"))
    for (const file of files) console.log(`  ${(sentBytes(file) / 1000).toFixed(1)} ${file}`);
}
rmSync(join(root, ".vite"), { recursive: true });
if (isTooLarge) process.exit(1);

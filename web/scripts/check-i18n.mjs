// Both languages complete, no key unused or missing, no text written into components.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { compareTexts, flatten } from "./compare-texts.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const TEXT_ATTRIBUTES = new Set([
  "title",
  "label",
  "placeholder",
  "aria-label",
  "alt",
  "description",
  "hint",
  "extra",
  "okText",
]);
// Product names and examples of input are the same in every language.
const SAME_EVERYWHERE = /^(Relaydesk|openai|https:\/\/|gpt-|my-shop\.|x-api-key|English|中文|Shopify|–|$)/;

function files(folder, endings) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Words between tags and in the attributes that people read. */
function writtenTexts(file) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found = [];
  const note = (node, text) => {
    const words = text.trim();
    if (!/[\p{L}]{2,}/u.test(words) || SAME_EVERYWHERE.test(words)) return;
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${relative(root, file)}:${line + 1} “${words}” is not translated`);
  };
  const visit = (node) => {
    if (ts.isJsxText(node)) note(node, node.text);
    else if (ts.isJsxAttribute(node) && TEXT_ATTRIBUTES.has(node.name.getText()) && node.initializer) {
      if (ts.isStringLiteral(node.initializer)) note(node, node.initializer.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const unlabelled = (keys) =>
  keys.filter((key) => key.startsWith("fieldHint.") && !keys.includes(key.replace("fieldHint", "field")));

/** A key counts as used when it, or a template that may form it, stands in the sources or in another text; a field's words when its name does. */
function unusedKeys(texts, sources) {
  const text = sources.map((file) => readFileSync(file, "utf8")).join("\n");
  const nested = [...texts.values()].join("\n");
  const patterns = [
    ...text.matchAll(/`([\w.]*)\$\{[^}]+\}([\w.]*)`/g),
    ...nested.matchAll(/\$t\(([\w.]*)\{\{\w+\}\}([\w.]*)\)/g),
  ].map(([, start, end]) => [start, end]);
  return [...texts.keys()].filter((key) => {
    const plain = key.replace(/_(one|other|zero|two|few|many)$/, "");
    if (text.includes(`"${plain.replace(/^field(Hint)?\.\w+\./, "")}"`) || nested.includes(`$t(${plain})`))
      return false;
    if (new RegExp(`\\.${plain}\\b`).test(text) && !plain.includes(".")) return false;
    return !patterns.some(([start, end]) => start && plain.startsWith(start) && plain.endsWith(end));
  });
}

function checkWorkspace(name) {
  const locales = join(root, name, "src", "locales");
  const read = (language) => JSON.parse(readFileSync(join(locales, `${language}.json`), "utf8"));
  const english = read("en");
  const texts = new Map(flatten(english));
  const sources = files(join(root, name), [".ts", ".tsx", ".html"]).filter((file) => !file.includes("node_modules"));
  return [
    ...compareTexts(english, read("zh-CN")).map((problem) => `${name}: ${problem}`),
    ...unusedKeys(texts, sources).map((key) => `${name}: ${key} is not used`),
    ...unlabelled([...texts.keys()]).map((key) => `${name}: ${key} explains a field without a label`),
    ...sources.filter((file) => /(?<!\.test)\.tsx$/.test(file)).flatMap(writtenTexts),
  ];
}

const problems = ["console", "widget", "demo"].flatMap((name) => checkWorkspace(name));
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);

// The console talks through the contract: no type of its own describes what is on the wire, and nothing but the client asks.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../console/src", import.meta.url));
// The sign-in itself, and looking which build the server has: neither is asked as the signed-in person.
const MAY_FETCH = new Set(["api/client.ts", "auth/tokens.ts", "shell/upgrade.ts"]);
// names on the wire have underscores, the console's own do not
const WIRE_NAME = /^[a-z]+(_[a-z0-9]+)+$/;

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((file) => !relative(root, file).startsWith("generated"));

const problems = files.flatMap((file) => {
  const name = relative(root, file);
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found = [];
  const note = (node, what) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${name}:${line + 1} ${what}`);
  };
  const visit = (node) => {
    if (ts.isPropertySignature(node) && WIRE_NAME.test(node.name.getText().replaceAll('"', "")))
      note(node, `describes "${node.name.getText()}" by hand: take it from the contract (Schema<"…">)`);
    if (ts.isCallExpression(node) && node.expression.getText() === "fetch" && !MAY_FETCH.has(name))
      note(node, "asks the server past the client");
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
});
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);

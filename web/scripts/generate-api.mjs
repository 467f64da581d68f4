// Writes console/src/generated/api.ts from docs/openapi.json; with --check it only says whether that file is current.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapiTypescript, { astToString } from "openapi-typescript";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const target = path("../console/src/generated/api.ts");

const document = JSON.parse(readFileSync(path("../../docs/openapi.json"), "utf8"));
const types = astToString(await openapiTypescript(document));
const content = `// Generated from docs/openapi.json by "make openapi". Do not edit.\n${types}`;
if (!process.argv.includes("--check")) {
  writeFileSync(target, content);
} else if (readFileSync(target, "utf8") !== content) {
  console.error("console/src/generated/api.ts is out of date: run make openapi");
  process.exit(1);
}

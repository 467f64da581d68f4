// Writes console/src/api/generated.ts from docs/openapi.json, once that document exists.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapiTypescript, { astToString } from "openapi-typescript";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const source = path("../../docs/openapi.json");
const target = path("../console/src/api/generated.ts");

if (existsSync(source)) {
  const document = JSON.parse(readFileSync(source, "utf8"));
  const types = astToString(await openapiTypescript(document));
  writeFileSync(target, `// Generated from docs/openapi.json by "make openapi". Do not edit.\n${types}`);
} else {
  console.log("docs/openapi.json does not exist yet; nothing to generate");
}

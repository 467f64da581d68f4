// Writes console/src/generated from docs/openapi.json; with --check it only says whether those files are current.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapiTypescript, { astToString } from "openapi-typescript";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const HEAD = '// Generated from docs/openapi.json by "make openapi". Do not edit.\n';
const ANY_DECIMALS = 15; // as many as a number holds

const document = JSON.parse(readFileSync(path("../../docs/openapi.json"), "utf8"));
const { schemas } = document.components;

/** What a value must be, but for null. */
const shapeOf = (value) => value.anyOf?.find(({ type }) => type !== "null") ?? value;
const targetOf = (value) => schemas[value.$ref?.split("/").at(-1)];
const hasValues = (object) => Object.values(object).some((value) => value !== undefined);

/** What a form's field may hold; numbers as the form's rule for them takes it. */
function boundsOf({ type, format, minLength, maxLength, minimum, maximum }) {
  if (type === "string") return { min: minLength, max: maxLength, format: format === "email" ? format : undefined };
  const decimals = type === "number" ? ANY_DECIMALS : undefined;
  return { least: minimum, most: maximum, decimals };
}

/** The bounds of a schema's fields by their names; those of an object within it as "retry.max_attempts". */
function fieldsOf({ properties = {} }) {
  return Object.entries(properties).flatMap(([name, value]) => {
    const shape = shapeOf(value);
    const target = targetOf(shape);
    if (target) return fieldsOf(target).map(([inner, bounds]) => [`${name}.${inner}`, bounds]);
    const bounds = boundsOf(shape);
    return hasValues(bounds) ? [[name, bounds]] : [];
  });
}

/** The schemas that requests are made of, with those within them. */
function sent() {
  const names = new Set();
  const add = (value) => {
    if (typeof value !== "object" || value === null) return;
    const name = value.$ref?.split("/").at(-1);
    if (name && !names.has(name)) {
      names.add(name);
      add(schemas[name]);
    }
    for (const inner of Object.values(value)) add(inner);
  };
  for (const item of Object.values(document.paths)) {
    for (const operation of Object.values(item)) add(operation.requestBody?.content["application/json"]);
  }
  return [...names].sort();
}

const bounds = sent()
  .map((name) => [name, fieldsOf(schemas[name])])
  .filter(([, fields]) => fields.length > 0)
  .map(([name, fields]) => [name, Object.fromEntries(fields)]);

/** What may be chosen, by schema and field: "Role", "AuthIn.type"; of a list, what may stand in it. */
const choices = Object.entries(schemas).flatMap(([name, schema]) => [
  ...(schema.enum ? [[name, schema.enum]] : []),
  ...Object.entries(schema.properties ?? {}).flatMap(([field, value]) => {
    const shape = shapeOf(value);
    const values = shape.enum ?? shape.items?.enum;
    return values ? [[`${name}.${field}`, values]] : [];
  }),
]);

const constant = (name, entries) =>
  `export const ${name} = ${JSON.stringify(Object.fromEntries(entries), null, 2)} as const;\n`;

const outputs = {
  "../console/src/generated/api.ts": astToString(await openapiTypescript(document)),
  "../console/src/generated/values.ts": [
    "/** What the fields of a request may hold, by its schema. */",
    constant("BOUNDS", bounds),
    "/** What may be chosen, by schema and field. */",
    constant("CHOICES", choices),
  ].join("\n"),
};
for (const [name, content] of Object.entries(outputs)) {
  const file = path(name);
  if (!process.argv.includes("--check")) {
    writeFileSync(file, HEAD + content);
  } else if (readFileSync(file, "utf8") !== HEAD + content) {
    console.error(`${name} is out of date: run make openapi`);
    process.exit(1);
  }
}

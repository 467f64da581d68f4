/** What a text of keys holds, as the server will read it: shown before anything is sent. */
import { tried } from "../../tried";

type Form = "list" | "csv" | "json";

const SHOWN = 5;
const HINT = 4;

/** `keys` counts different ones; `hints` are the ends of the first, as they will be shown. */
export function recognise(text: string) {
  const { form, secrets } = read(text.replace(/^\uFEFF/, ""));
  const different = new Set(secrets);
  const hints = [...different].slice(0, SHOWN).map((secret) => (secret.length >= 2 * HINT ? secret.slice(-HINT) : ""));
  return { form, keys: different.size, repeated: secrets.length - different.size, hints };
}

function read(text: string): { form: Form; secrets: string[] } {
  if (text.trimStart().startsWith("[")) return { form: "json", secrets: fromJson(text) };
  const [heading = ""] = text.split("\n", 1);
  const columns = heading
    .toLowerCase()
    .split(",")
    .map((name) => name.trim().replaceAll('"', ""));
  const column = columns.indexOf(columns.includes("key_value") ? "key_value" : "key");
  if (column < 0) return { form: "list", secrets: text.split(/[\s,;]+/).filter(Boolean) };
  const rows = text.split("\n").slice(1);
  return { form: "csv", secrets: rows.map((row) => cells(row)[column]?.trim() ?? "").filter(Boolean) };
}

function fromJson(text: string): string[] {
  const found = tried((): unknown => JSON.parse(text));
  return Array.isArray(found) ? found.filter((secret) => typeof secret === "string") : [];
}

/** A line of CSV; cells in quotes may hold commas. */
function cells(row: string): string[] {
  return [...row.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) =>
    quoted === undefined ? (bare ?? "") : quoted.replaceAll('""', '"'),
  );
}

// What two languages of the same texts lack of each other.

/** `{"a": {"b": "…"}}` as a map from "a.b" to the text. */
export function flatten(texts, prefix = "") {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

const placeholders = (text) => (text.match(/\{+\w+\}+/g) ?? []).sort().join();

export function compareTexts(english, chinese) {
  const en = new Map(flatten(english));
  const zh = new Map(flatten(chinese));
  const problems = [];
  for (const [key, text] of en) {
    const other = zh.get(key);
    if (other === undefined) problems.push(`${key} is missing in zh-CN`);
    else if (other.trim() === "" && text.trim() !== "") problems.push(`${key} is empty in zh-CN`);
    else if (placeholders(text) !== placeholders(other)) problems.push(`${key} has other placeholders in zh-CN`);
  }
  for (const key of zh.keys()) if (!en.has(key)) problems.push(`${key} is missing in en`);
  return problems;
}

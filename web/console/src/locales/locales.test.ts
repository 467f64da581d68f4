import { expect, test } from "vitest";
import { compareTexts, flatten } from "../../../scripts/compare-texts.mjs";
import en from "./en.json";
import zh from "./zh-CN.json";

test("both languages have every text with the same placeholders", () => {
  expect(compareTexts(en, zh)).toEqual([]);
});

test("the comparison finds what is missing, empty, surplus or filled in otherwise", () => {
  const english = { a: { b: "Hello {{name}}", c: "Bye" }, d: "Yes", e: "No" };
  const chinese = { a: { b: "你好", c: " " }, d: "是", f: "多余" };
  expect(compareTexts(english, chinese)).toEqual([
    "a.b has other placeholders in zh-CN",
    "a.c is empty in zh-CN",
    "e is missing in zh-CN",
    "f is missing in en",
  ]);
});

const TERMS = [
  [/\bbudgets?\b/i, "预算"],
  [/\bquotas?\b/i, "配额"],
  [/\bschedules?\b/i, "定时任务"],
] as const;

test("a thing has one word in Chinese, wherever it is named", () => {
  const chinese = new Map(flatten(zh));
  const others = flatten(en).filter(([key, text]) =>
    TERMS.some(([term, word]) => term.test(text.replace(/\$t\(.*?\)/g, "")) && !chinese.get(key)?.includes(word)),
  );
  expect(others).toEqual([]);
  expect([...chinese].filter(([, text]) => /额度|计划任务|定时计划/.test(text))).toEqual([]);
});

test("what Relaydesk does by schedule is called the same in the list and in the audit log", () => {
  for (const { schedule, audit } of [en, zh])
    for (const [name, words] of Object.entries(schedule.declared))
      expect(audit.targetOf[name.toLowerCase().replaceAll(" ", "_") as keyof typeof audit.targetOf]).toBe(words);
});

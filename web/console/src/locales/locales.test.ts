import { expect, test } from "vitest";
import { compareTexts } from "../../../scripts/compare-texts.mjs";
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

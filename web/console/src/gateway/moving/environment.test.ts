import { expect, test } from "vitest";
import { oddLine, readEnvironment } from "./environment";

test("variables are read as an .env file has them", () => {
  const text = "# keys\nOPENAI=sk-one\nexport OTHER = \"sk two\"\nQUOTED='a=b'\nnonsense\n\nEMPTY=";
  expect(readEnvironment(text)).toEqual({ OPENAI: "sk-one", OTHER: "sk two", QUOTED: "a=b", EMPTY: "" });
});

test("a line that is no variable is named by its number", () => {
  expect(oddLine("# keys\n\nOPENAI=sk-one\nnonsense\nmore")).toBe(4);
  expect(oddLine("export A=1\n\n  # b\n")).toBe(0);
});

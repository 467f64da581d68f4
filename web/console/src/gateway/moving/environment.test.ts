import { expect, test } from "vitest";
import { readEnvironment } from "./environment";

test("variables are read as an .env file has them", () => {
  const text = "# keys\nOPENAI=sk-one\nexport OTHER = \"sk two\"\nQUOTED='a=b'\nnonsense\n\nEMPTY=";
  expect(readEnvironment(text)).toEqual({ OPENAI: "sk-one", OTHER: "sk two", QUOTED: "a=b", EMPTY: "" });
});

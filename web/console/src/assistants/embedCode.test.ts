import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { scriptLine, stubCode } from "./embedCode";

const HOST = "https://your-host";
const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8");

test("the default assistant needs no name, another is named", () => {
  expect(scriptLine(HOST, undefined)).toBe('<script async src="https://your-host/sdk/relaydesk.js"></script>');
  expect(scriptLine(HOST, "asst_1")).toBe(
    '<script async src="https://your-host/sdk/relaydesk.js" data-assistant="asst_1"></script>',
  );
  expect(stubCode(HOST, "asst_1")).toContain('Relaydesk.init({ assistant: "asst_1" });');
});

test.each(["README.md", "README.zh-CN.md", "docs/guides/widget.md"])("%s gives the same line", (path) => {
  expect(read(path)).toContain(scriptLine(HOST, undefined));
});

test.each(["README.md", "README.zh-CN.md", "docs/guides/widget.md"])("%s gives the same stub", (path) => {
  expect(read(path)).toContain(stubCode(HOST, undefined));
});

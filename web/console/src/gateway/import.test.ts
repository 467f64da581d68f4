import { expect, test } from "vitest";
import { parseKeyLines } from "./ImportDrawer";

test("pasted lines become keys, with or without a name", () => {
  expect(parseKeyLines("sk-1\r\nteam a, sk-2\n\nteam b\tsk-3\n")).toEqual([
    { name: "key-1", key_value: "sk-1" },
    { name: "team a", key_value: "sk-2" },
    { name: "team b", key_value: "sk-3" },
  ]);
});

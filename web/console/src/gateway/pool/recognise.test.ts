import { expect, test } from "vitest";
import { recognise } from "./recognise";

test("a list is separated by anything usual, and keys count once", () => {
  expect(recognise("sk-a-1111,sk-b-2222;sk-c-3333\n sk-a-1111")).toEqual({
    form: "list",
    keys: 3,
    repeated: 1,
    hints: ["1111", "2222", "3333"],
  });
});

test("csv is known by its heading; quoted cells hold commas", () => {
  const text = 'name,key_value,weight\r\n"Team, EU",sk-eu-1111,7\r\nUS,"sk-us,2222",\r\n';
  expect(recognise(text)).toEqual({ form: "csv", keys: 2, repeated: 0, hints: ["1111", "2222"] });
});

test("csv may call the column key; a list whose first key merely begins so stays a list", () => {
  expect(recognise("name,Key,weight\nEU,sk-eu-1111,7\n")).toMatchObject({ form: "csv", keys: 1, hints: ["1111"] });
  expect(recognise("key\nsk-eu-1111\n")).toMatchObject({ form: "csv", keys: 1 });
  expect(recognise("key-a-1111,key-b-2222")).toMatchObject({ form: "list", keys: 2 });
});

test("an array of texts is json, a short key shows no end", () => {
  expect(recognise('["short", "sk-long-3333"]')).toEqual({ form: "json", keys: 2, repeated: 0, hints: ["", "3333"] });
  expect(recognise("[broken").keys).toBe(0);
});

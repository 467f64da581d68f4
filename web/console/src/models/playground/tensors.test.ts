// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { setStage } from "../../ui/stage";
import { exampleOf, nested, tensorOf, textOf } from "./tensors";

setStage();

const input = (datatype: string, shape: number[] | null) => ({ name: "x", datatype, shape });

test.each([
  ["FP32", [-1, 3], [[0, 0, 0]]],
  ["BOOL", [2], [false, false]],
  ["BYTES", [-1], ["text"]],
  ["INT64", [], 0],
  ["FP64", null, [0]],
])("an example of %s %s is one that the model takes", (datatype, shape, example) => {
  expect(exampleOf(input(datatype, shape))).toEqual(example);
  expect(() => tensorOf(input(datatype, shape), textOf(example))).not.toThrow();
});

test("an example is written by rows", () => {
  expect(
    textOf([
      [1, 2],
      [3, 4],
    ]),
  ).toBe("[[1, 2],\n[3, 4]]");
});

test("a tensor is sent flat, with its shape", () => {
  const tensor = tensorOf(input("FP32", [-1, 3]), "[[1, 2, 3], [4, 5, 6.5]]");
  expect(tensor).toEqual({ name: "x", datatype: "FP32", shape: [2, 3], data: [1, 2, 3, 4, 5, 6.5] });
  expect(tensorOf(input("INT32", []), "7")).toMatchObject({ shape: [], data: [7] });
});

test.each([
  ["FP32", [-1, 3], "[[1, 2]]", "[1, 2]"],
  ["FP32", [-1, 3], "[1, 2, 3]", "[3]"],
  ["FP32", [-1, 3], "[[1, 2, 3], [4]]", "same length"],
  ["FP32", [3], "[1, 2", "JSON"],
  ["FP32", [3], " ", "This field is needed"],
  ["INT64", [-1], "[1.5]", "whole number (of the type INT64)"],
  ["INT64", [-1], "[9007199254740993]", "INT64"],
  ["FP32", [-1], '["1"]', "a number (of the type FP32)"],
  ["FP32", [-1, 3], "[[1e400, 1, 2]]", "a number (of the type FP32)"],
  ["BOOL", [-1], "[1]", "true or false"],
  ["BYTES", [-1], "[1]", "quotation marks"],
])("%s %s refuses %s", (datatype, shape, text, words) => {
  expect(() => tensorOf(input(datatype, shape), text)).toThrow(words);
});

test("what comes back flat is shown in its shape", () => {
  expect(nested({ shape: [2, 1, 2], data: [1, 2, 3, 4] })).toEqual([[[1, 2]], [[3, 4]]]);
  expect(nested({ shape: [], data: [5] })).toBe(5);
  expect(nested({ shape: [0, 3], data: [] })).toEqual([]);
});

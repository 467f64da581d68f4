// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { setStage } from "../../ui/stage";
import { failure } from "../types";
import { problemOfJson } from "./json";

setStage();

test("where JSON breaks is said in words of our own, where the browser tells it", () => {
  expect(problemOfJson('{\n  "a": 1,\n}')).not.toContain("Expected");
  expect(problemOfJson("{}")).toBeUndefined();
});

test("a task that needed another is told of in words, any other error as its program's", () => {
  expect(failure("task_01, on which it depends, failed")).not.toContain("program");
  expect(failure("boom")).toContain("boom");
});

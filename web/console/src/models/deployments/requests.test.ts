// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { setStage } from "../../ui/stage";
import { problemOf } from "./requests";

setStage();

const ONE = '{"inputs": []}';

test.each([`${ONE}\n`, `\n\r\n${ONE}`, `${ONE}\nno JSON`, `{"inputs": [${"1,".repeat(50_000)}1]}\n`])(
  "a file whose first line is a request is sent, whatever comes behind it: %.20s",
  async (text) => expect(await problemOf(new Blob([text]))).toBeUndefined(),
);

test.each([
  ["", "The file holds no requests."],
  ["\n \n", "The file holds no requests."],
  ["\nx,y\n", "Line 2 is no request: each line is an object with “inputs”, as one call takes it."],
  ["[1]\n", "Line 1 is no request: each line is an object with “inputs”, as one call takes it."],
  ["null", "Line 1 is no request: each line is an object with “inputs”, as one call takes it."],
])("a file that holds none is named: %j", async (text, problem) =>
  expect(await problemOf(new Blob([text]))).toBe(problem),
);

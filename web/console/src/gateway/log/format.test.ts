import { expect, test } from "vitest";
import type { LogAttempt } from "../resources";
import { nameOr, readable, waterfall } from "./format";

const attempt = (at_ms: number, ms: number) => ({ at_ms, ms }) as LogAttempt;

test("attempts stand on one line of time with the waits between them", () => {
  const bars = waterfall([attempt(20, 25), attempt(95, 25)]);
  expect(bars.map(({ waitMs, startPercent, widthPercent }) => [waitMs, startPercent, widthPercent])).toEqual([
    [0, 0, 25],
    [50, 75, 25],
  ]);
});

test("attempts of a row without beginnings follow each other", () => {
  expect(waterfall([attempt(0, 30), attempt(0, 10)]).map(({ waitMs, startPercent }) => [waitMs, startPercent])).toEqual(
    [
      [0, 0],
      [0, 75],
    ],
  );
});

test("a body is set out as JSON where it is whole", () => {
  expect(readable('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(readable('{"a":[1')).toBe('{"a":[1');
});

test("what is gone is known by its number", () => {
  expect([nameOr("team", 3), nameOr(null, 3), nameOr(null, null)]).toEqual(["team", "#3", "–"]);
});

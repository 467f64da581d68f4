// @vitest-environment happy-dom
import { expect, test } from "vitest";
import type { Task } from "../types";
import { type Line, momentsOf } from "./timeline";

const at = (second: number) => new Date(Date.UTC(2026, 10, 29, 12, 0, second)).toISOString();

const TASK = {
  status: "failed",
  attempt: 2,
  error: null,
  created_at: at(0),
  run_at: at(0),
  started_at: null,
  finished_at: null,
} as unknown as Task;

const line = (attempt: number, second: number, more: Partial<Line> = {}): Line => ({
  id: second,
  at: at(second),
  attempt,
  level: "error",
  message: `attempt ${attempt}`,
  detail: null,
  ...more,
});

const told = (task: Partial<Task>, lines: Line[] = []) =>
  momentsOf({ ...TASK, ...task }, lines).map(({ what, attempt, afterMs }) =>
    [what, attempt, afterMs].filter((one) => one !== undefined).join(" "),
  );

test("each failed attempt stands between the ask and the end, which its row tells", () => {
  const lines = [line(1, 3, { level: "info" }), line(1, 4), line(1, 5), line(2, 9)];
  expect(told({ error: "attempt 2", run_at: at(7), started_at: at(8), finished_at: at(9) }, lines)).toEqual([
    "created",
    "failed 1 5000",
    "due 2000",
    "started 2 1000",
    "ended 1000",
  ]);
});

test("what is due at once is not told when", () => {
  expect(told({ status: "succeeded", attempt: 1, started_at: at(1), finished_at: at(2) })).toEqual([
    "created",
    "started 1 1000",
    "ended 1000",
  ]);
});

test("one that waits for its next attempt has failed at the last, one that runs has told of an error only", () => {
  const lines = [line(2, 4)];
  expect(told({ status: "retrying", error: "attempt 2", started_at: at(3), run_at: at(6) }, lines)).toEqual([
    "created",
    "started 2 3000",
    "failed 2 1000",
    "due 2000",
  ]);
  expect(told({ status: "running", started_at: at(3) }, lines)).toEqual(["created", "started 2 3000"]);
});

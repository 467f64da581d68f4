// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { attemptsOf } from "../attempts";
import type { Task } from "../types";
import { type Line, momentsOf } from "./timeline";

const at = (second: number) => new Date(Date.UTC(2026, 10, 29, 12, 0, second)).toISOString();

const TASK = {
  status: "failed",
  attempt: 2,
  uncounted_attempts: [],
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

const change = (attempt: number, second: number, message: string) => line(attempt, second, { level: "state", message });

test("what was paused goes on as the same attempt, and its pauses are told instead of when it was due", () => {
  const lines = [
    change(1, 5, "paused"),
    change(1, 9, "resumed"),
    line(2, 12),
    change(2, 13, "paused while it waited"),
    change(2, 20, "resumed"),
    change(3, 22, "paused"),
    change(3, 30, "resumed"),
  ];
  const counts = { attempt: 4, max_attempts: 5, uncounted_attempts: [1, 3] };
  const row = { ...counts, status: "running", started_at: at(21), run_at: at(30) } as const;
  expect(told(row, lines)).toEqual([
    "created",
    "paused 5000",
    "resumed 4000",
    "failed 1 3000",
    "paused 1000",
    "resumed 7000",
    "started 2 1000",
    "paused 1000",
    "resumed 8000",
  ]);
  expect(attemptsOf({ ...TASK, ...row })).toBe("2 / 3");
  expect(attemptsOf({ ...TASK, attempt: 1, max_attempts: 4, uncounted_attempts: [1] })).toBe("1 / 3");
});

test("one that was scheduled for later, paused and resumed is told when it is due", () => {
  const lines = [change(0, 5, "paused while it waited"), change(0, 9, "resumed")];
  expect(told({ status: "scheduled", attempt: 0, run_at: at(40) }, lines)).toEqual([
    "created",
    "paused 5000",
    "resumed 4000",
    "due 31000",
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

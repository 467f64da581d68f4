// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { speak, startI18n } from "../i18n";
import { ALLOWS, formatDuration, ownMessage, runMsOf, spanOf, type Task, type TaskAction } from "./types";

const may = (status: Task["status"], checkpoint: Task["checkpoint"] = null) =>
  (Object.keys(ALLOWS) as TaskAction[]).filter((action) => ALLOWS[action]({ status, checkpoint }));

test("what may be done follows from the status", () => {
  expect(may("queued")).toEqual(["cancel", "pause"]);
  expect(may("waiting")).toEqual(["cancel", "pause"]);
  expect(may("paused")).toEqual(["cancel", "resume"]);
  expect(may("failed")).toEqual(["retry"]);
  expect(may("succeeded")).toEqual([]);
});

test("one that runs is paused where it has places to rest at", () => {
  expect(may("running")).toEqual(["cancel"]);
  expect(may("running", { step: 1 })).toEqual(["cancel", "pause"]);
});

test("how long it ran is of its last attempt, to the end or until now", () => {
  const started_at = "2026-11-29T12:00:00Z";
  const nowMs = Date.parse("2026-11-29T12:00:09Z");
  expect(runMsOf({ status: "succeeded", started_at, finished_at: "2026-11-29T12:00:02Z" }, nowMs)).toBe(2000);
  expect(runMsOf({ status: "running", started_at, finished_at: null }, nowMs)).toBe(9000);
  expect(runMsOf({ status: "retrying", started_at, finished_at: null }, nowMs)).toBeUndefined();
  expect(runMsOf({ status: "queued", started_at: null, finished_at: null }, nowMs)).toBeUndefined();
});

test.each([
  [240, "240 ms"],
  [48_120, "48.1 s"],
  [60_000, "1m"],
  [200_000, "3m 20s"],
  [7_500_000, "2h 5m"],
  [86_400_000 + 3_600_000 * 2, "1d 2h"],
])("%i ms are %s", (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});

test("seconds are whole ones of the largest unit that divides them", () => {
  expect([5400, 90, 86_400].map(spanOf)).toEqual([
    { amount: 90, unit: "minute" },
    { amount: 90, unit: "second" },
    { amount: 1, unit: "day" },
  ]);
});

test("what Relaydesk's own batches say is told in the reader's language, what other programs say is not", async () => {
  await startI18n();
  const said = () =>
    ["1 line", "2001 lines, 1 of them refused", "page 3"].map((message) => ownMessage("models.infer_batch", message));
  expect(said()).toEqual(["1 line", "2,001 lines, 1 of them refused", undefined]);
  await speak("zh-CN");
  expect(said()).toEqual(["1 行", "2,001 行，其中 1 行被拒绝", undefined]);
  expect(ownMessage("shop.count", "1 line")).toBeUndefined();
  await speak("en");
});

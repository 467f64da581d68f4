// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { startI18n } from "../i18n";
import type { ListedTask } from "./types";
import { loadWords, runBy } from "./Workers";

test("a worker runs what its processes run, and nothing of one whose name begins as its own", () => {
  const tasks = ["box-1", "box-1/20", "box-10/20", null].map((worker) => ({ worker }) as ListedTask);
  expect(runBy(tasks, { name: "box-1" }).map(({ worker }) => worker)).toEqual(["box-1", "box-1/20"]);
});

test("its tasks are told beside the room of all its processes", async () => {
  await startI18n();
  expect(loadWords(14, { slots: 2 })).toBe("14 of 32");
});

// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { setStage, show } from "./stage";
import { percentOf, TaskProgress } from "./TaskProgress";

setStage();

test.each([
  [0.29, "running", 29],
  [0.997, "running", 99],
  [1, "running", 99],
  [1, "paused", 99],
  [1, "retrying", 99],
  [0.5, "succeeded", 100],
  [1, "failed", 100],
  [1, null, 100],
])("%d of one that is %s are %d percent", (progress, status, percent) => {
  expect(percentOf({ progress, status })).toBe(percent);
});

test.each([
  [1, "running", "normal"],
  [1, "failed", "exception"],
])("%d of one that is %s look %s", (progress, status, tone) => {
  show(<TaskProgress of={{ progress, status }} label="Progress" />);
  expect(screen.getByRole("progressbar").className).toContain(`ant-progress-status-${tone}`);
});

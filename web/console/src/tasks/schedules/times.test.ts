// @vitest-environment happy-dom
import { beforeAll, expect, test } from "vitest";
import { startI18n } from "../../i18n";
import { setPreferences } from "../../preferences/store";
import { formatIn, timesWords } from "./times";

beforeAll(async () => {
  setPreferences({ language: "en" });
  await startI18n();
});

test("an interval is told in the largest unit that divides it", () => {
  const words = (interval_s: number) => timesWords({ cron: null, interval_s });
  expect([300, 90, 7200, 172_800, 1].map(words)).toEqual([
    "every 5 minutes",
    "every 90 seconds",
    "every 2 hours",
    "every 2 days",
    "every second",
  ]);
});

test("a time is told in the schedule's time zone, and in UTC where the browser knows no such zone", () => {
  expect(formatIn("2031-07-01T22:30:00Z", "Asia/Shanghai")).toBe("Wed, Jul 2, 2031, 06:30");
  expect(formatIn("2031-07-01T22:30:00Z", "Mars/Olympus")).toBe("Tue, Jul 1, 2031, 22:30");
});

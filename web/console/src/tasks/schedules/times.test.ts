// @vitest-environment happy-dom
import { beforeAll, expect, test } from "vitest";
import { startI18n } from "../../i18n";
import { setPreferences } from "../../preferences/store";
import { cronWords, formatIn, timesWords } from "./times";

beforeAll(async () => {
  setPreferences({ language: "en" });
  await startI18n();
});

test.each([
  ["* * * * *", "every minute"],
  ["*/15 * * * *", "every 15 minutes"],
  ["5 * * * *", "every hour, at minute 05"],
  ["0 */6 * * *", "every 6 hours, at minute 00"],
  ["30 2 * * *", "every day at 02:30"],
  ["30 2 * * 1-5", "Monday to Friday at 02:30"],
  ["0 9 * * mon,FRI", "Monday and Friday at 09:00"],
  ["0 9 * * 6-7", "Sunday and Saturday at 09:00"],
  ["0 4 1 * *", "on day 1 of each month at 04:00"],
  ["0 0 29 2 *", "every year on February 29 at 00:00"],
])("%s is %s", (cron, words) => {
  expect(cronWords(cron)).toBe(words);
});

test.each([
  "",
  "nonsense",
  "*/45 * * * *",
  "0 */5 * * *",
  "0 0 31 2 *",
  "* * * *",
  "* * * * * *",
  "*/7 3-5 1,15 * *",
  "60 2 * * *",
  "0 24 * * *",
  "0 2 * * 8",
  "0 2 * * 5-1",
  "0 2 1 * 1",
  "*/0 * * * *",
  "0 2 * * 1-",
  "0 2 L * *",
  "0 2 * * 1#2",
])("“%s” has no words: it stands for itself", (cron) => {
  expect(cronWords(cron)).toBeUndefined();
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

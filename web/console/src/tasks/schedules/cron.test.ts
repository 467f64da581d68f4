// @vitest-environment happy-dom
import { beforeAll, expect, test } from "vitest";
import { speak, startI18n } from "../../i18n";
import { setPreferences } from "../../preferences/store";
import { cronProblem, cronWords } from "./cron";

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
  ["*/5 9-17 * * *", "every 5 minutes from 09:00 to 17:59"],
  ["*/15 9-17 * * 1-5", "every 15 minutes from 09:00 to 17:59, Monday to Friday"],
  [
    "*/7 0-6,22 1,15 * *",
    "every 7 minutes from each full hour from 00:00 to 06:59 and from 22:00 to 22:59, on days 1 and 15 of each month",
  ],
  ["* 3 * * *", "every minute from 03:00 to 03:59"],
  ["5,35 * * * *", "every hour, at minutes 05 and 35"],
  ["30 9-17 * * *", "every hour, at minute 30 from 09:00 to 17:59"],
  ["0 */5 * * *", "every day at 00:00, 05:00, 10:00, 15:00, and 20:00"],
  ["0 9,13 * * *", "every day at 09:00 and 13:00"],
  ["0 9-11 * * SAT", "Saturday at 09:00, 10:00, and 11:00"],
  ["0 4 1 jan,JUL *", "on day 1 of January and July at 04:00"],
  ["0 4 * 6 1-5", "Monday to Friday in June at 04:00"],
  ["0 4 * 12 *", "every day in December at 04:00"],
  ["0 0 1-5/2 * *", "on days 1, 3, and 5 of each month at 00:00"],
])("%s is %s", (cron, words) => {
  expect(cronWords(cron)).toBe(words);
});

test.each([
  "",
  "nonsense",
  "0 0 31 2 *",
  "* * * *",
  "* * * * * *",
  "1-2-3 2 * * *",
  "5/ * * * *",
  "*/5/5 * * * *",
  "1,3,7,12,20,31,44 * * * *",
  "*/5 1,3,5,7 * * *",
  "60 2 * * *",
  "0 0 31 2,4 *",
  "0 24 * * *",
  "0 2 * * 8",
  "0 2 * * 5-1",
  "0 2 1 * 1",
  "0 2 1-31 * 1",
  "0 2 */2 * *",
  "*/0 * * * *",
  "0 2 * * 1-",
  "0 2 L * *",
  "0 2 * * 1#2",
])("“%s” has no words: it stands for itself", (cron) => {
  expect(cronWords(cron)).toBeUndefined();
});

test.each([
  ["99 2 * * *", "“99” is no minute"],
  ["0 24 * * *", "“24” is no hour"],
  ["0 4 0 * *", "“0” is no day of a month"],
  ["0 4 5-2 * *", "“5-2” is no day of a month"],
  ["0 4 * MAI *", "“MAI” is no month"],
  ["0 4 * * mon,sum", "“mon,sum” is no day of the week"],
  ["*/0 4 * * *", "“*/0” is no minute"],
])("%s is told what is wrong with it", (cron, words) => {
  expect(cronProblem(cron)).toContain(words);
});

test.each([
  "",
  "@daily",
  "30 2 * * 1-5",
  "0 4 L * *",
  "0 4 LW * *",
  "0 4 * JAN,jun MON#2",
  "0 4 * * 5L",
  "*/90 */2 1 * 7",
])("nothing is wrong with “%s”", (cron) => expect(cronProblem(cron)).toBeUndefined());

test("the words of other shapes are put together in Chinese as well", async () => {
  setPreferences({ language: "zh-CN" });
  await speak("zh-CN");
  expect(["*/15 9-17 * * 1-5", "0 9,13 1 6 *", "*/7 0-6,22 1,15 * *"].map(cronWords)).toEqual([
    "周一至周五，09:00 至 17:59，每隔 15分钟",
    "每年6月1日 09:00和13:00",
    "每月1和15日，00:00 至 06:59和22:00 至 22:59，每个整点起每隔 7分钟",
  ]);
});

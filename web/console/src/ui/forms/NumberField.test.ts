import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import en from "../../locales/en.json";
import zh from "../../locales/zh-CN.json";
import { type Bounds, numberProblem } from "./NumberField";

beforeAll(async () => {
  await i18next.init({ lng: "en", resources: { en: { translation: en }, "zh-CN": { translation: zh } } });
});

const TIMEOUT: Bounds = { least: 1, most: 3_600_000 };
const TEMPERATURE: Bounds = { least: 0, most: 2, decimals: 15 };
const PRICE: Bounds = { least: 0, most: 10_000_000, decimals: 6 };
const COST: Bounds = { least: 0.000001, most: 9_007_199_254, decimals: 6, perUnit: 1_000_000 };

test.each<[number | null | undefined, Bounds, string | undefined]>([
  [null, TIMEOUT, undefined],
  [undefined, TIMEOUT, undefined],
  [1, TIMEOUT, undefined],
  [3_600_000, TIMEOUT, undefined],
  [0, TIMEOUT, "This must be from 1 to 3,600,000"],
  [9_999_999, TIMEOUT, "This must be from 1 to 3,600,000"],
  [Number.NaN, TIMEOUT, "This must be from 1 to 3,600,000"],
  [2.5, TIMEOUT, "This must be a whole number"],
  [0.123, TEMPERATURE, undefined],
  [5, TEMPERATURE, "This must be from 0 to 2"],
  [0.000001, PRICE, undefined],
  [0.0000001, PRICE, "This may have 6 decimals at most"],
  [1, COST, undefined],
  [0, COST, "This must be from 0.000001 to 9,007,199,254"],
  [1.6, COST, "This may have 6 decimals at most"],
])("of %s with the bounds %o the form says %s", (value, bounds, words) => {
  expect(numberProblem(value, bounds)).toBe(words);
});

test("the bounds are said in the reader's language", async () => {
  await i18next.changeLanguage("zh-CN");
  expect(numberProblem(5, TEMPERATURE)).toBe("必须在 0 到 2 之间");
  await i18next.changeLanguage("en");
});

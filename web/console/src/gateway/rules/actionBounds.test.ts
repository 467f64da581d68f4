import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import en from "../../locales/en.json";
import { actionProblem, withinActions } from "./actionBounds";

beforeAll(() => i18next.init({ lng: "en", resources: { en: { translation: en } } }));

test("an action's seconds out of bounds are named with their field", async () => {
  const t = i18next.t;
  expect(actionProblem(t, { cool_down: { from: "fixed", default_s: 0 } })).toBe(
    `${en.rules.defaultSeconds}: This must be from 1 to 31,622,400`,
  );
  const actions = [{ retry: {} }, { tag: "slow" }, { disable_key: { for_s: 0 } }];
  await expect(withinActions(t)(undefined, actions)).rejects.toThrow(
    `${en.rules.forSeconds}: This must be from 1 to 31,622,400`,
  );
});

test("an action within its bounds, or without any, is no problem", async () => {
  const actions = [{ cool_down: { from: "fixed", default_s: 31_622_400 } }, { disable_key: {} }, { retry: {} }];
  await expect(withinActions(i18next.t)(undefined, actions)).resolves.toBeUndefined();
});

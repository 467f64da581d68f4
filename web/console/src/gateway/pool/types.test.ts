import { expect, test } from "vitest";
import { isAlwaysFailing, isRefused, takesOutRefused } from "./types";

test.each([
  [undefined, false],
  [{ requests: 0, errors: 0, last_error_status: null }, false],
  [{ requests: 3, errors: 2, last_error_status: 401 }, false],
  [{ requests: 3, errors: 3, last_error_status: 500 }, true],
])("a key of which %o is known always fails: %s", (usage, isFailing) => {
  expect(isAlwaysFailing(usage)).toBe(isFailing);
});

test("a key is refused where each request failed, by 401 at last", () => {
  expect(isRefused({ requests: 3, errors: 3, last_error_status: 401 })).toBe(true);
  expect(isRefused({ requests: 3, errors: 3, last_error_status: 500 })).toBe(false);
});

test("only a rule that is on, looks for 401 and acts on the key takes it out", () => {
  const rule = { enabled: true, condition: { status: { in: [401] } }, actions: [{ disable_key: {} }] };
  expect(takesOutRefused([rule])).toBe(true);
  expect(takesOutRefused([{ ...rule, enabled: false }])).toBe(false);
  expect(takesOutRefused([{ ...rule, condition: { status: { in: [429] } } }])).toBe(false);
  expect(takesOutRefused([{ ...rule, actions: [{ retry: {} }] }])).toBe(false);
});

import { expect, test } from "vitest";
import { lastDays } from "./days";

test("the last days end with today, as the server counts them", () => {
  expect(lastDays(2, Date.parse("2026-03-01T23:30:00Z"))).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
});

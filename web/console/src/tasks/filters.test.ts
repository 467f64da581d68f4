import dayjs from "dayjs";
import { expect, test } from "vitest";
import { timesOf } from "./filters";

const NOW = Date.parse("2026-11-29T12:00:42.500Z");

test("a span ends now and begins at a whole minute", () => {
  expect(timesOf({ from: "1h", to: "" }, NOW)).toEqual({ from: "2026-11-29T11:00:00.000Z", to: "" });
  expect(timesOf({ from: "7d", to: "2026-01-01" }, NOW)).toEqual({ from: "2026-11-22T12:00:00.000Z", to: "" });
});

test("days are the reader's own, the last one included", () => {
  const day = (text: string) => dayjs(text).startOf("day").toISOString();
  expect(timesOf({ from: "2026-11-01", to: "2026-11-02" }, NOW)).toEqual({
    from: day("2026-11-01"),
    to: day("2026-11-03"),
  });
});

test("what is neither narrows nothing", () => {
  expect(timesOf({ from: "yesterday", to: "toString" }, NOW)).toEqual({ from: "", to: "" });
});

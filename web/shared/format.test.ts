import { expect, test } from "vitest";
import currencies from "./currencies.json";
import { formatMoney, formatRelative, safeImageUrl, safeUrl } from "./format";

test("money has the currency's own number of decimals", () => {
  expect(formatMoney(129_900, "EUR", "en")).toBe("€1,299.00");
  expect(formatMoney(129_900, "JPY", "en")).toBe("¥129,900");
  expect(formatMoney(1500, "KWD", "en").replace(/\s/g, " ")).toBe("KWD 1.500");
});

test.each(currencies)("an amount of $currency is the server's, with $decimals decimals", ({ currency, ...own }) => {
  const shown = formatMoney(own.minor, currency, "en");
  const digits = shown.replace(/[^\d.]/g, "");
  expect(digits).toBe(own.amount);
});

test("an unknown currency is told with its code", () => {
  expect(formatMoney(1250, "POINTS", "en")).toBe("12.50 POINTS");
});

test("times are told relative to now, in the reader's language", () => {
  const now = Date.parse("2026-01-01T12:00:00Z");
  expect(formatRelative("2026-01-01T11:59:50Z", "en", now)).toBe("now");
  expect(formatRelative("2026-01-01T11:57:00Z", "en", now)).toBe("3 min. ago");
  expect(formatRelative("2026-01-01T11:57:00Z", "zh-CN", now)).toBe("3分钟前");
  expect(formatRelative("2025-12-30T12:00:00Z", "en", now)).toBe("2 days ago");
});

test("only web addresses become links", () => {
  expect(safeUrl("https://shop.example/p/1")).toBe("https://shop.example/p/1");
  expect(safeUrl("javascript:alert(1)")).toBeUndefined();
  expect(safeUrl("data:text/html,hi")).toBeUndefined();
  expect(safeUrl(null)).toBeUndefined();
  expect(safeImageUrl("data:image/svg+xml,%3Csvg/%3E")).toBe("data:image/svg+xml,%3Csvg/%3E");
  expect(safeImageUrl("data:text/html,hi")).toBeUndefined();
});

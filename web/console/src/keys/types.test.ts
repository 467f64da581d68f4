import { expect, test } from "vitest";
import { sharesOf, tightestOf } from "./types";

const used = { requests: 999, tokens: 130, cost_micros: 0, resets_at: "2026-11-01T00:00:00Z" };

test("a share is full only when nothing is left", () => {
  expect(sharesOf({ requests: 1000, tokens: null, cost_micros: null, period: "day" }, used)).toEqual([
    { kind: "requests", used: 999, limit: 1000, percent: 99, tone: "near" },
  ]);
});

test("tokens beyond their limit fill the bar and no more", () => {
  expect(sharesOf({ requests: 10_000, tokens: 100, cost_micros: null, period: "month" }, used)).toEqual([
    { kind: "requests", used: 999, limit: 10_000, percent: 9, tone: "fine" },
    { kind: "tokens", used: 130, limit: 100, percent: 100, tone: "over" },
  ]);
});

test("costs are in units of their currency", () => {
  const budget = { requests: null, tokens: null, cost_micros: 2_500_000, period: "month" as const };
  expect(sharesOf(budget, { ...used, cost_micros: 500_000 })).toEqual([
    { kind: "cost_micros", used: 0.5, limit: 2.5, percent: 20, tone: "fine" },
  ]);
});

test("before its first use a key has all of its budget, and the limit nearest to its end is the tightest", () => {
  const budget = { requests: 1000, tokens: 100, cost_micros: null, period: "day" as const };
  expect(sharesOf(budget, null).map(({ kind, used: amount }) => [kind, amount])).toEqual([
    ["requests", 0],
    ["tokens", 0],
  ]);
  expect(tightestOf(sharesOf(budget, { ...used, requests: 10 })).map(({ kind }) => kind)).toEqual(["tokens"]);
});

import { expect, test } from "vitest";
import { changedLines, MOST_LINES } from "./lines";

const told = (before: string, after: string) =>
  changedLines(before, after)?.map(({ kind, text }) => `${{ same: " ", added: "+", removed: "-" }[kind]}${text}`);

test("unchanged lines stay, others are removed and added in their place", () => {
  expect(told("a\nb\nc", "a\nx\nc")).toEqual([" a", "-b", "+x", " c"]);
  expect(told("a", "a\nb")).toEqual([" a", "+b"]);
  expect(told("a\nb", "b")).toEqual(["-a", " b"]);
  expect(told("a", "a")).toEqual([" a"]);
});

test("what goes in and comes out can be told back from the lines", () => {
  const before = "1\n2\n2\n3\n5\n8";
  const after = "2\n3\n3\n5\n9";
  const lines = changedLines(before, after) ?? [];
  expect(lines.filter(({ kind }) => kind !== "added").map(({ text }) => text)).toEqual(before.split("\n"));
  expect(lines.filter(({ kind }) => kind !== "removed").map(({ text }) => text)).toEqual(after.split("\n"));
});

test("texts with too many lines are not compared", () => {
  expect(changedLines("\n".repeat(MOST_LINES), "a")).toBeUndefined();
});

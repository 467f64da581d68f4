import { expect, test } from "vitest";
import { formatBytes, partsOf, placeOf, toFacts } from "./parts";

test("each part of the answer becomes a tile with its facts flattened", () => {
  const parts = partsOf({
    status: "degraded",
    version: "0.1.0",
    redis: { status: "down", latency_ms: null, pool: { in_use: 2 } },
  });
  expect(parts).toEqual([
    { name: "", status: "degraded", values: [["version", "0.1.0"]], skipped: [], loops: [] },
    {
      name: "redis",
      status: "down",
      values: [
        ["latency_ms", null],
        ["pool_in_use", 2],
      ],
      skipped: [],
      loops: [],
    },
  ]);
  expect(toFacts(parts[1]?.values ?? [], "en").map(({ text }) => text)).toEqual(["–", "2"]);
});

test("sizes are told in the largest unit that fits", () => {
  expect([0, 999, 1000, 81_400_000_000].map((bytes) => formatBytes(bytes, "en"))).toEqual([
    "0 B",
    "999 B",
    "1 KB",
    "81.4 GB",
  ]);
});

test("rows that were skipped are told one by one and lead to where they can be mended", () => {
  const row = { kind: "price", id: 7, name: "gpt 5", reason: "ValueError: no currency" };
  const [, gateway] = partsOf({ status: "degraded", gateway: { status: "degraded", keys: 3, skipped: [row] } });
  expect(gateway).toEqual({ name: "gateway", status: "degraded", values: [["keys", 3]], skipped: [row], loops: [] });
  expect(placeOf(row)).toBe("/gateway/prices?q=gpt+5");
  expect(placeOf({ ...row, kind: "rule" })).toBe("/gateway/rules");
  expect(placeOf({ ...row, kind: "something new" })).toBe(undefined);
});

test("loops are told one by one", () => {
  const loop = { succeeded_seconds_ago: 1.5, failures: 0 };
  const [, part] = partsOf({ status: "ok", loops: { status: "ok", loops: { outbox: loop } } });
  expect(part).toEqual({ name: "loops", status: "ok", values: [], skipped: [], loops: [{ name: "outbox", ...loop }] });
});

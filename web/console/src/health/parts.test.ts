// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { formatBytes, formatValue, type Health, partsOf, placeOf } from "./parts";

const row = { kind: "price", id: 7, name: "gpt 5", reason: "ValueError: no currency" };
const loop = { succeeded_seconds_ago: 1.5, failures: 0 };
const HEALTH: Health = {
  status: "degraded",
  version: "0.1.0",
  uptime_seconds: 60,
  database: { status: "ok", latency_ms: 2, pool: { in_use: 2, free: 3, max: 10 } },
  redis: { status: "down", latency_ms: null, reason: "ConnectionError" },
  tasks: { status: "ok", tasks: { failed: 3 }, oldest_waiting_seconds: 0, workers: [] },
  loops: { status: "ok", loops: { outbox: loop } },
  outbox: { status: "down", reason: "TimeoutError" },
  gateway: { status: "degraded", journal_backlog_bytes: 0, is_configuration_current: true, skipped: [row] },
  inference: { status: "degraded", is_running: true, deployments: { ready: 2, failed: 1 } },
  disk: { free_bytes: 1, total_bytes: 2 },
};

test("each part of the answer becomes a tile with its facts, and one that does not answer says why", () => {
  const parts = partsOf(HEALTH);
  const factsOf = (name: string) => parts.find((part) => part.name === name)?.facts;
  expect(parts.map(({ name, status }) => [name, status])).toEqual([
    ["overall", "degraded"],
    ["database", "ok"],
    ["redis", "down"],
    ["tasks", "ok"],
    ["gateway", "degraded"],
    ["inference", "degraded"],
    ["outbox", "down"],
    ["disk", undefined],
    ["loops", "ok"],
  ]);
  expect(factsOf("database")).toEqual([
    ["latency_ms", 2],
    ["pool_in_use", 2],
    ["pool_free", 3],
    ["pool_max", 10],
  ]);
  expect(factsOf("redis")).toEqual([
    ["latency_ms", null],
    ["reason", "ConnectionError"],
  ]);
  expect(factsOf("tasks")).toEqual([
    ["tasks_failed", 3],
    ["oldest_waiting_seconds", 0],
    ["workers", 0],
  ]);
  expect(factsOf("inference")).toEqual([
    ["is_running", true],
    ["deployments_ready", 2],
    ["deployments_failed", 1],
  ]);
  expect(factsOf("outbox")).toEqual([["reason", "TimeoutError"]]);
  expect(formatValue("latency_ms", null)).toBe("–");
});

test("sizes are told in the largest unit that fits", () => {
  expect([0, 999, 1000, 81_400_000_000].map((bytes) => formatBytes(bytes))).toEqual([
    "0 B",
    "999 B",
    "1 KB",
    "81.4 GB",
  ]);
});

test("rows that were skipped are told one by one and lead to where they can be mended", () => {
  expect(partsOf(HEALTH).find(({ name }) => name === "gateway")?.skipped).toEqual([row]);
  expect(placeOf(row)).toBe("/gateway/prices?q=gpt+5");
  expect(placeOf({ ...row, kind: "rule" })).toBe("/gateway/rules");
  expect(placeOf({ ...row, kind: "something new" })).toBe(undefined);
});

test("loops are told one by one", () => {
  expect(partsOf(HEALTH).at(-1)?.loops).toEqual([{ name: "outbox", ...loop }]);
});

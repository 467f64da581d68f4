import { expect, test } from "vitest";
import { type Merchant, percentOf, type Sync, stateOf } from "./types";

const CONNECTED = "2026-11-29T01:00:00Z";
const connection: Merchant["connections"][number] = {
  id: 1,
  platform: "shopify",
  shop_domain: "shop.example.com",
  api_base_url: null,
  allow_private: false,
  last_tested_at: "2026-11-29T01:00:01Z",
  last_error: null,
  created_at: CONNECTED,
  updated_at: CONNECTED,
};
const merchant: Merchant = {
  id: "merch_1",
  name: "Shop",
  is_active: true,
  is_demo: false,
  product_count: 2,
  last_synced_at: "2026-11-29T02:00:00Z",
  stale: false,
  connections: [connection],
  sync: null,
  schedule: null,
  created_at: CONNECTED,
  updated_at: CONNECTED,
};
const sync = (status: Sync["status"], seen = 0): Sync => ({
  sync_id: "sync_1",
  merchant_id: "merch_1",
  platform: "shopify",
  task_id: null,
  status,
  counts: { created: 0, updated: 0, unchanged: 0, deleted: 0, skipped: 0, source_total: 200 },
  seen,
  progress: status === "succeeded" ? 1 : seen / 200,
  limit: null,
  reason: null,
  message: null,
  warnings: [],
  created_at: CONNECTED,
  started_at: null,
  finished_at: null,
});
const untested = { ...connection, last_tested_at: null };

test.each<[string, Merchant, Sync | undefined]>([
  ["fresh", merchant, sync("succeeded")],
  ["stale", { ...merchant, stale: true }, undefined],
  ["inactive", { ...merchant, is_active: false }, sync("failed")],
  ["notConnected", { ...merchant, connections: [] }, undefined],
  ["syncing", { ...merchant, connections: [{ ...connection, last_error: "refused" }] }, sync("running")],
  ["connectionFailed", { ...merchant, connections: [{ ...connection, last_error: "refused" }] }, sync("failed")],
  ["syncFailed", merchant, sync("failed")],
  ["syncCancelled", merchant, sync("cancelled")],
  ["neverSynced", { ...merchant, last_synced_at: null }, undefined],
  ["untested", { ...merchant, last_synced_at: null, connections: [untested] }, undefined],
  // a token that was given after the last sync has proven nothing yet
  ["untested", { ...merchant, connections: [{ ...untested, updated_at: "2026-11-29T03:00:00Z" }] }, undefined],
  ["fresh", { ...merchant, connections: [untested] }, undefined],
])("what matters most of a merchant is %s", (text, row, latest) => {
  expect(stateOf({ ...row, sync: latest ?? null }).text).toBe(text);
});

test("a running sync is as far as its records are, and only one that succeeded is whole", () => {
  expect(percentOf(sync("running", 50))).toBe(25);
  expect(percentOf(sync("running", 199.9))).toBe(99);
  expect(percentOf(sync("failed", 50))).toBe(25);
  expect(percentOf(sync("succeeded", 50))).toBe(100);
});

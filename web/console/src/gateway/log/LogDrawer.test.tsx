// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { speak } from "../../i18n";
import { serve, setStage, show } from "../../ui/stage";
import type { LogDetail } from "../resources";
import { LogDrawer } from "./LogDrawer";

vi.mock("../../auth/session", () => ({ useCan: () => () => true }));

const STATUS = { type: "condition_status", ctx: { status: 401 }, parts: [] };
const LATENCY = { type: "condition_latency", ctx: { ms: 1200 }, parts: [] };
const FAILED = { type: "condition_failed", ctx: { failure: "timeout" }, parts: [] };
const ATTEMPT = { upstream_id: 1, upstream: "openai", key_id: null, key: null, at_ms: 0, ms: 9, blame: null };
const ENTRY = {
  id: "a",
  request_id: "a",
  method: "POST",
  path: "/v1/chat/completions",
  status: 401,
  end_reason: "done",
  error: null,
  caller: null,
  person: null,
  client_key: null,
  client_key_id: null,
  started_at: "2026-01-01T00:00:00Z",
  tags: [],
  attempts: [{ ...ATTEMPT, status: null, error: "timeout" }],
  rules_fired: [1, 2],
  rules: ["Slow", "Gone"],
  rule_whys: ["status 401, it took 1200 ms", "no answer (timeout)"],
  rule_because: [{ type: "condition_met", ctx: {}, parts: [STATUS, LATENCY] }, FAILED],
} as unknown as LogDetail;

function open(entry: LogDetail) {
  serve({
    "GET /api/admin/logs/a": () => entry,
    "GET /api/admin/rules": () => ({ items: [], total: 0, total_capped: false }),
    "GET /api/assistants": () => ({ items: [], total: 0, total_capped: false }),
  });
  show(<LogDrawer entry={entry} onClose={() => undefined} />);
}

setStage();

test("why rules acted and how attempts failed is said in the reader's language", async () => {
  await speak("zh-CN");
  open(ENTRY);
  await screen.findByText("状态码 401，耗时 1,200 毫秒");
  await screen.findByText("没有应答（响应超时）");
  expect(screen.getByText(/^响应超时/).textContent).toContain("timeout");
  await speak("en");
});

test("why rules acted is said in English by the types, too", async () => {
  open(ENTRY);
  await screen.findByText("status 401, it took 1,200 ms");
  await screen.findByText("no answer (too slow)");
});

test.each(["__proto__", "constructor", "toString"])(
  "a reason of the unknown type %s is said in English",
  async (type) => {
    await speak("zh-CN");
    const parts = [{ type, ctx: { status: 401 }, parts: [STATUS] }];
    open({
      ...ENTRY,
      rule_because: [
        { type, ctx: {}, parts: [STATUS, LATENCY] },
        { type: "condition_met", ctx: {}, parts },
      ],
    });
    await screen.findByText("status 401, it took 1200 ms");
    await screen.findByText("no answer (timeout)");
    await speak("en");
  },
);

test("a request of the list, which says no reasons, is shown until its own have come", async () => {
  const { rule_whys, rule_because, rules, attempts, ...listed } = ENTRY;
  open(listed as unknown as LogDetail);
  await screen.findByRole("list");
});

test.each([[[]], [undefined]])("what an older release logged is shown as the server says it (%o)", async (reasons) => {
  await speak("zh-CN");
  open({ ...ENTRY, rule_because: reasons } as unknown as LogDetail);
  await screen.findByText("status 401, it took 1200 ms");
  await screen.findByText("no answer (timeout)");
  await speak("en");
});

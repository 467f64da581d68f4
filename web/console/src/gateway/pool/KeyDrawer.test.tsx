// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { test, vi } from "vitest";
import { speak } from "../../i18n";
import { serve, setStage, show } from "../../ui/stage";
import { KeyDrawer } from "./KeyDrawer";
import type { UpstreamKey } from "./types";

vi.mock("../../auth/session", () => ({ useCan: () => () => true }));

const KEY = { id: 3, upstream_id: 1, name: "team", weight: 1, quota: null, quota_used: null } as UpstreamKey;
const REASON = '$.error.code is "insufficient_quota"';
const PART = {
  type: "condition_json_equals",
  ctx: { path: "$.error.code", value: '"insufficient_quota"' },
  parts: [],
};
const EVENT = { status: "disabled", reason: REASON, rule_id: 7, until: null };

setStage();

test("why a rule took a key out is said in the reader's language, or as the server says it where it says no more", async () => {
  await speak("zh-CN");
  const because = { type: "key_rule", ctx: { why: REASON } };
  serve({
    "GET /api/admin/keys/3/history": () => ({
      items: [
        { ...EVENT, at: "2026-01-02T00:00:00Z", because: { ...because, parts: [PART] } },
        { ...EVENT, at: "2026-01-01T00:00:00Z", because: { ...because, parts: [] } },
      ],
    }),
    "GET /api/admin/upstreams": () => ({ items: [], total: 0, total_capped: false }),
  });
  show(<KeyDrawer row={KEY} isOpen onClose={() => undefined} />);
  await screen.findByText('由规则处理：$.error.code 为 "insufficient_quota"');
  await screen.findByText(`由规则处理：${REASON}`);
  await speak("en");
});

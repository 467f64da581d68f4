// @vitest-environment happy-dom
/** What is sent of an upstream's form: what was changed in it, and nothing of what others have changed meanwhile. */
import { screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { serve, setStage, show } from "../../ui/stage";
import type { Upstream } from "../resources";
import { UpstreamDrawer } from "./UpstreamDrawer";

vi.mock("../../auth/session", () => ({ useCan: () => () => true }));

const ROW: Upstream = {
  id: 3,
  name: "openai",
  base_url: "https://api.openai.com",
  format: "openai",
  auth: { type: "bearer", name: null },
  strategy: "round_robin",
  timeout_ms: 60_000,
  retry: { max_attempts: 3, deadline_ms: 120_000, statuses: [429, 503] },
  allow_private: false,
  enabled: true,
  tags: [],
  time_zone: "UTC",
  breaker: { failures: 10, hold_s: 5 },
  limits: { requests_per_minute: 600, tokens_per_minute: null, max_concurrency: null },
  dialect: {
    reasoning: null,
    max_tokens_field: null,
    default_max_tokens: 4096,
    fills_properties: null,
    asks_for_stream_usage: null,
  },
  log_bodies: false,
  auto_test: false,
  keys: { active: 1, disabled: 0, banned: 0 },
  awaiting_keys: 0,
  held_until: null,
  held_reason: null,
  held_because: null,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
};

function opened() {
  const bodies: unknown[] = [];
  serve({
    "GET /api/admin/upstreams/presets": () => [],
    "PATCH /api/admin/upstreams/3": async (request) => {
      bodies.push(await request.json());
      return ROW;
    },
  });
  const onClose = vi.fn();
  const { user } = show(<UpstreamDrawer row={ROW} isOpen onClose={onClose} />);
  const save = async () => {
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  };
  return { user, bodies, save };
}

setStage();

test("a form that nobody has touched sends nothing", async () => {
  const { bodies, save } = opened();
  await save();
  expect(bodies).toEqual([]);
});

test("a new name goes alone: how keys are sent and how the upstream is asked stay as they are by now", async () => {
  const { user, bodies, save } = opened();
  await user.type(screen.getByRole("textbox", { name: "Name" }), "-eu");
  await save();
  expect(bodies).toEqual([{ name: "openai-eu" }]);
});

test("of an object the changed member goes alone", async () => {
  const { user, bodies, save } = opened();
  await user.click(screen.getByRole("button", { name: /Advanced/ }));
  await user.type(screen.getByRole("spinbutton", { name: "Tokens a minute" }), "9000");
  await save();
  expect(bodies).toEqual([{ limits: { tokens_per_minute: 9000 } }]);
});

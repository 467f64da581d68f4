// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { serve, setStage, show } from "../../ui/stage";
import { Rules } from "./Rules";

vi.mock("../../auth/session", () => ({ useCan: () => () => true }));

const RULE = {
  upstream_id: null,
  condition: { status: { in: [401] } },
  actions: [{ disable_key: {} }, { retry: {} }],
  threshold: { count: 3, window_s: 60 },
  cooldown_s: 0,
  priority: 0,
  enabled: true,
};

setStage();

test("a rule that the address names is opened filled in, and the address forgets it once it is closed", async () => {
  serve({
    "GET /api/admin/rules": () => ({ items: [], total: 0, total_capped: false }),
    "GET /api/admin/rules/presets": () => [{ key: "invalid_key", rule: { ...RULE, name: "x" } }],
    "GET /api/admin/upstreams": () => ({ items: [], total: 0, total_capped: false }),
  });
  const { user, router } = show(<Rules />, { at: "/gateway/rules?open=new&preset=invalid_key" });
  const name = await screen.findByRole<HTMLInputElement>("textbox", { name: "Name" });
  expect(name.value).toBe("Invalid key");
  expect(screen.getByText(/^When status is 401/).textContent).toContain("disable the key");
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(router.state.location.search).toBe(""));
});

// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { test, vi } from "vitest";
import { serve, setStage, show } from "../../ui/stage";
import { Routes } from "./Routes";

vi.mock("../../auth/session", () => ({ useCan: () => () => true }));

const page = (...items: unknown[]) => ({ items, total: items.length, total_capped: false });
const ROUTE = { id: 1, model: "large", targets: [], fallbacks: [], cache_ttl_s: 0, limits: {}, enabled: true };
const HELPER = { id: "dep_1", name: "helper", route_id: 1 };

setStage();

test("a route whose deployments have been deleted elsewhere may be deleted", async () => {
  let deployed = [HELPER];
  serve({
    "GET /api/admin/routes": () => page(ROUTE),
    "GET /api/admin/upstreams": () => page(),
    "GET /api/deployments": () => page(...deployed),
  });
  const { user } = show(<Routes />);
  await screen.findByRole("link", { name: "helper" });
  deployed = [];
  await user.click(screen.getByRole("button", { name: "Actions for large" }));
  await user.click(await screen.findByRole("menuitem", { name: "Delete" }));
  await screen.findByRole("dialog", { name: /^Delete/ });
});

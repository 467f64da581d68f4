// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { expect, test, vi } from "vitest";
import { serve, setStage, show } from "../../ui/stage";
import { DeploymentPage } from "./DeploymentPage";

vi.mock("../../auth/session", () => ({ useCan: () => () => true }));

const DEPLOYMENT = {
  id: "dep_1",
  name: "adder",
  kind: "model",
  model: "adder",
  route: null,
  route_id: null,
  alias: null,
  status: "stopped",
  reason: null,
  because: null,
  traffic: [{ version: 1, weight: 100 }],
  previous_traffic: [],
  live: [],
  replicas: 1,
  max_batch_rows: 32,
  unload_after_s: null,
  sticky: false,
  revision: 1,
  batches: 0,
  updated_at: "2026-11-29T12:00:00Z",
};

setStage();

test("a deployment is saved over what it was when it was opened: what others have changed since is left alone", async () => {
  let rows = 32;
  const bodies: unknown[] = [];
  serve({
    "GET /api/deployments/dep_1": () => ({ ...DEPLOYMENT, max_batch_rows: rows }),
    "GET /api/deployments/dep_1/batch": () => ({ items: [], total: 0 }),
    "PATCH /api/deployments/dep_1": async (request) => {
      bodies.push(await request.json());
      return DEPLOYMENT;
    },
  });
  const pages = (
    <Routes>
      <Route path="/deployments/:id" element={<DeploymentPage />} />
    </Routes>
  );
  const { user } = show(pages, { at: "/deployments/dep_1" });
  const state = within(await screen.findByRole("region", { name: "State" }));
  state.getByText("32");
  await user.click(screen.getByRole("button", { name: /Edit$/ }));
  const drawer = within(await screen.findByRole("dialog"));
  rows = 8;
  await state.findByText("8");
  const replicas = drawer.getByLabelText("Replicas");
  await user.clear(replicas);
  await user.type(replicas, "2");
  await user.click(drawer.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(bodies).toEqual([{ replicas: 2 }]));
}, 20_000);

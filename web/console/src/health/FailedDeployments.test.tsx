// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { serve, setStage, show } from "../ui/stage";
import { FailedDeployments } from "./FailedDeployments";

vi.mock("../auth/session", () => ({ useCan: () => () => true }));

setStage();

test("those that have failed since are named, and those that have recovered no longer", async () => {
  const failed = (name: string) => ({ id: `dep_${name}`, name, status: "failed", reason: null });
  let items = [failed("first")];
  serve({ "GET /api/deployments": () => ({ items, total: 1, total_capped: false }) });
  show(<FailedDeployments refetchInterval={20} />);
  await screen.findByRole("link", { name: "first" });
  items = [failed("second")];
  await screen.findByRole("link", { name: "second" });
  expect(screen.queryByRole("link", { name: "first" })).toBeNull();
  items = [];
  await waitFor(() => expect(screen.queryByRole("region")).toBeNull());
});

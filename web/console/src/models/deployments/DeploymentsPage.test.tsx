// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { setStage, show } from "../../ui/stage";
import type { Deployment } from "../resources";
import { Serves } from "./DeploymentsPage";

vi.mock("../../auth/session", () => ({ useCan: () => () => true }));

const TRAFFIC = [
  { version: 1, weight: 25 },
  { version: 2, weight: 75 },
];
const live = (...weights: number[]) =>
  weights.map((weight, place) => ({ version: place + 1, weight, replicas: 1, status: "ready", reason: null }));
const traffic = (status: string, weights: number[]) => {
  const row = { status, alias: null, traffic: TRAFFIC, live: live(...weights) } as unknown as Deployment;
  show(
    <div data-testid="traffic">
      <Serves of={row} />
    </div>,
  );
  return screen.getByTestId("traffic").textContent;
};

setStage();

test.each([
  ["failed", [100, 0], "Asked for: Version 1: 25%, Version 2: 75%Live: Version 1"],
  ["failed", [50, 50], "Asked for: Version 1: 25%, Version 2: 75%Live: Version 1: 50%, Version 2: 50%"],
  ["failed", [], "Version 1: 25%, Version 2: 75%"],
  ["ready", [25, 75], "Version 1: 25%, Version 2: 75%"],
])("of one that is %s what is asked for is told from what is live: %j", (status, weights, words) => {
  expect(traffic(status, weights)).toBe(words);
});

// @vitest-environment happy-dom
import { cleanup, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { serve, setStage, show } from "../../ui/stage";
import type { ModelDeployment } from "../resources";
import { Playground } from "./Playground";

vi.mock("../../auth/tokens", () => ({ keeper: { token: async () => "a token", person: { id: "usr_ann" } } }));

const deployment = {
  id: "dep_1",
  name: "churn",
  model: "churn",
  status: "ready",
  traffic: [{ version: 1, weight: 100 }],
  live: [{ version: 1, weight: 100, status: "ready", replicas: 1, reason: null }],
} as unknown as ModelDeployment;

const withInput = (shape: number[]) =>
  serve({ "GET /api/models/churn/versions/1": () => ({ inputs: [{ name: "x", datatype: "FP32", shape }] }) });

setStage();

test("values that are typed are there again after a visit elsewhere, as long as the model takes such", async () => {
  withInput([3]);
  const { user } = show(<Playground deployment={deployment} />);
  const values = () => screen.findByRole<HTMLTextAreaElement>("textbox", { name: /^x/ });
  await user.clear(await values());
  await user.type(await values(), "[[1, 2, 3]");
  cleanup();
  show(<Playground deployment={deployment} />);
  expect((await values()).value).toBe("[1, 2, 3]");
  cleanup();
  withInput([2]);
  show(<Playground deployment={deployment} />);
  expect((await values()).value).toBe("[0, 0]");
});

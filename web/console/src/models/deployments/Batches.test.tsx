// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { serve, setStage, show } from "../../ui/stage";
import type { ModelDeployment } from "../resources";
import { Batches } from "./Batches";

vi.mock("../../auth/session", () => ({ useCan: () => () => true }));

const uploads = vi.hoisted(() => new Map<string, () => void>());
vi.mock("../../api/upload", () => ({
  upload: (path: string, _file: File, { signal }: { signal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      uploads.set(path, () => resolve({}));
      signal.addEventListener("abort", () => reject(signal.reason));
    }),
}));

const BATCH = {
  id: "task_1",
  status: null,
  version: null,
  filename: "old.jsonl",
  size_bytes: 100,
  read_bytes: 40,
  lines: 4,
  refused: 0,
  output_bytes: 10,
  created_at: "2026-01-01T00:00:00Z",
};

setStage();

test("a batch whose task is forgotten has no state, the progress it came to, and can be deleted", async () => {
  serve({
    "GET /api/deployments/dep_1/batch": () => ({ items: [BATCH], total: 1, total_capped: false }),
  });
  const deployment = { id: "dep_1", name: "old", model: "old", status: "stopped", traffic: [], live: [] };
  const { user } = show(<Batches deployment={deployment as unknown as ModelDeployment} />);
  const row = await screen.findByRole("row", { name: /old\.jsonl/ });
  expect(within(row).queryByText("Succeeded")).toBeNull();
  expect(within(row).getByText("–")).toBeDefined();
  expect(within(row).getByRole("progressbar").getAttribute("aria-valuenow")).toBe("40");
  await user.click(within(row).getByRole("button", { name: "Actions for old.jsonl" }));
  const named = (await screen.findAllByRole("menuitem")).map((item) => item.textContent);
  expect(named).toContain("Delete");
  expect(named).not.toContain("Cancel the batch");
});

test("a deployment that is stopped, and has not answered all it was asked, takes no file", async () => {
  serve({ "GET /api/deployments/dep_1/batch": () => ({ items: [], total: 0, total_capped: false }) });
  const live = [{ version: 1, weight: 100, status: "draining", replicas: 1, reason: null }];
  const deployment = { id: "dep_1", name: "old", model: "old", status: "draining", traffic: [], live };
  show(<Batches deployment={deployment as unknown as ModelDeployment} />);
  const button = await screen.findByRole("button", { name: /Infer over a file/ });
  expect((button as HTMLButtonElement).disabled).toBe(true);
});

test("a file of requests is sent while its person goes on, and can be cancelled on the way", async () => {
  serve({ "GET /api/deployments/dep_1/batch": () => ({ items: [], total: 0, total_capped: false }) });
  const live = [{ version: 1, weight: 100, status: "ready", replicas: 1, reason: null }];
  const deployment = { id: "dep_1", name: "new", model: "new", status: "ready", traffic: [], live };
  const { user } = show(<Batches deployment={deployment as unknown as ModelDeployment} />);
  const send = async (name: string) => {
    await user.click(await screen.findByRole("button", { name: /Infer over a file/ }));
    const drawer = await screen.findByRole("dialog");
    await user.upload(
      drawer.querySelector('input[type="file"]') as HTMLInputElement,
      new File(['{"inputs": []}'], name),
    );
    await user.click(within(drawer).getByRole("button", { name: "Start" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    return within(await screen.findByRole("region", { name: `Uploading ${name}…` }));
  };
  const first = await send("first.jsonl");
  await send("second.jsonl");
  await user.click(first.getByRole("button", { name: "Cancel" }));
  await screen.findByText("Upload cancelled; nothing of it was kept");
  uploads.get("/api/deployments/dep_1/batch?filename=second.jsonl")?.();
  await screen.findByText("second.jsonl is being answered");
  expect(screen.queryByRole("region", { name: /^Uploading/ })).toBeNull();
}, 20_000);

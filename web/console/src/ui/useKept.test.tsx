// @vitest-environment happy-dom
import { act, screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { Routes } from "../gateway/routes/Routes";
import { Upstreams } from "../gateway/upstreams/Upstreams";
import { ModelsPage } from "../models/ModelsPage";
import type { Model } from "../models/resources";
import { Versions } from "../models/versions/Versions";
import { serve, setStage, show } from "./stage";

vi.mock("../auth/session", () => ({ useCan: () => () => true }));

const page = (...items: unknown[]) => ({ items, total: items.length, total_capped: false });
const FACTS = {
  tags: [],
  stages: {},
  deployments: [],
  latest_version: 3,
  version_count: 3,
  updated_at: "2026-07-01T10:00:00Z",
};
const MODEL = { id: "model_1", name: "scorer", description: "", aliases: { prod: 2 }, ...FACTS };
const SERVING = {
  id: "dep_1",
  name: "scoring",
  route_id: 4,
  traffic: [{ version: 3, weight: 1 }],
  previous_traffic: [{ version: 2, weight: 1 }],
  live: [],
  status: "ready",
};
const version = (number: number) => ({ version: number, aliases: [], stage: "none", metrics: {}, size_bytes: 1 });
const UPSTREAM = {
  id: 7,
  name: "openai",
  base_url: "https://a",
  keys: { active: 0, disabled: 0, banned: 0 },
  tags: [],
};
const ROUTE = { id: 4, model: "large", targets: [{ upstream_id: 8 }], fallbacks: [{ upstream_id: 7 }], enabled: true };
const ANSWERS = {
  "GET /api/models": () => page(MODEL),
  "GET /api/models/scorer": () => MODEL,
  "GET /api/models/scorer/versions": () => page(version(3), version(2), version(1)),
  "GET /api/deployments": () => page(SERVING),
  "GET /api/admin/upstreams": () => page(UPSTREAM),
  "GET /api/admin/routes": () => page({ ...ROUTE, id: 3, model: "small", fallbacks: [] }, ROUTE),
};

const ALIAS = ["Alias prod → 2", "/models/scorer?open=2"];
const DEPLOYMENT = ["Deployment scoring", "/deployments/dep_1"];

async function deleted(name: string) {
  const { user } = show(PAGES[name]);
  await user.click(await screen.findByRole("button", { name: `Actions for ${name}` }));
  await user.click(await screen.findByRole("menuitem", { name: "Delete" }));
  return { user, dialog: await screen.findByRole("dialog") };
}

const PAGES: Record<string, React.ReactNode> = {
  scorer: <ModelsPage />,
  "Version 3": <Versions model={MODEL as unknown as Model} />,
  "Version 2": <Versions model={MODEL as unknown as Model} />,
  "Version 1": <Versions model={MODEL as unknown as Model} />,
  openai: <Upstreams />,
  large: <Routes />,
};

setStage();

test.each([
  ["scorer", [ALIAS, DEPLOYMENT]],
  ["Version 3", [DEPLOYMENT]],
  ["Version 2", [ALIAS, DEPLOYMENT]],
  ["openai", [["large", "/gateway/routes?open=4"]]],
  ["large", [["scoring", "/deployments/dep_1"]]],
])("what keeps %s is said with the way there, and nothing is asked", async (name, keepers) => {
  serve(ANSWERS);
  const { user, dialog } = await deleted(name);
  expect(dialog.textContent).toContain("cannot be deleted yet");
  const links = within(dialog).getAllByRole("link");
  expect(links.map((link) => [link.textContent, link.getAttribute("href")])).toEqual(keepers);
  expect(within(dialog).queryByRole("button", { name: "Delete" })).toBeNull();
  await user.click(links[0] as HTMLElement);
  await waitFor(() => expect(screen.queryByText(/cannot be deleted yet/)).toBeNull());
});

function later() {
  let go = () => {};
  const gone = new Promise<void>((resolve) => {
    go = resolve;
  });
  const answer = async () => {
    await gone;
    return page();
  };
  return { go: () => go(), answer };
}

async function pressDelete(user: UserEvent) {
  await user.click(await screen.findByRole("button", { name: "Actions for scorer" }));
  await user.click(await screen.findByRole("menuitem", { name: "Delete" }));
}

test("pressed again while what keeps it is still looked for, it is asked once", async () => {
  const { go, answer } = later();
  serve({ ...ANSWERS, "GET /api/deployments": answer, "GET /api/models/scorer": () => ({ ...MODEL, aliases: {} }) });
  const { user } = show(<ModelsPage />);
  await pressDelete(user);
  await pressDelete(user);
  await act(async () => go());
  expect(await screen.findAllByRole("dialog")).toHaveLength(1);
});

test("over another page nothing is asked", async () => {
  const { go, answer } = later();
  const calls = serve({ ...ANSWERS, "GET /api/deployments": answer });
  const { user, router } = show(<ModelsPage />);
  await pressDelete(user);
  await waitFor(() => expect(calls).toContain("GET /api/deployments?model=scorer&limit=200"));
  await act(() => router.navigate("/health"));
  await act(async () => go());
  await new Promise((done) => setTimeout(done, 100));
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a version that nothing keeps is asked for", async () => {
  serve(ANSWERS);
  const { dialog } = await deleted("Version 1");
  within(dialog).getByRole("button", { name: "Delete" });
});

test("a version that still answers in place of one that failed is kept, and not by a deployment that is stopped", async () => {
  const live = [{ version: 1, weight: 100, status: "ready", replicas: 1, reason: null }];
  const stopped = { ...SERVING, id: "dep_2", name: "resting", status: "stopped", live };
  const failed = { ...SERVING, status: "failed", live };
  serve({ ...ANSWERS, "GET /api/deployments": () => page(failed, stopped) });
  const { dialog } = await deleted("Version 1");
  const links = within(dialog).getAllByRole("link");
  expect(links.map((link) => link.textContent)).toEqual(["Deployment scoring"]);
});

test("what cannot be looked for is asked for, and the server's to refuse", async () => {
  serve({ ...ANSWERS, "GET /api/deployments": () => Response.json({ code: "INTERNAL" }, { status: 500 }) });
  const { dialog } = await deleted("scorer");
  within(dialog).getByRole("button", { name: "Delete" });
});

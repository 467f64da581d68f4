// @vitest-environment happy-dom
import { act, screen, waitFor, within } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { expect, test, vi } from "vitest";
import { serve, setStage, show } from "../ui/stage";
import { ModelPage } from "./ModelPage";

vi.mock("../auth/session", () => ({ useCan: () => () => true }));

const modelOf = (name: string) => ({
  id: `model_${name}`,
  name,
  description: `What ${name} does`,
  tags: [],
  version_count: 2,
  latest_version: 2,
  aliases: {},
  stages: {},
  deployments: [],
  updated_at: "2026-11-29T12:00:00Z",
});

const VERSION = {
  version: 1,
  filename: "m.onnx",
  size_bytes: 1,
  sha256: "a".repeat(64),
  opset: 17,
  ir_version: 8,
  producer: "",
  inputs: [],
  outputs: [],
  task_id: null,
  stage: "none",
  aliases: [],
  metrics: { accuracy: 0.5 },
  metadata: {},
  data: null,
  created_at: "2026-11-29T12:00:00Z",
};

const answers = {
  "GET /api/models/alpha": () => modelOf("alpha"),
  "GET /api/models/beta": () => modelOf("beta"),
  "GET /api/models/alpha/versions": () => ({ items: [VERSION, { ...VERSION, version: 2 }], total: 2 }),
  "GET /api/models/beta/versions": () => ({ items: [VERSION, { ...VERSION, version: 2 }], total: 2 }),
};

const pages = (
  <Routes>
    <Route path="/models/:name" element={<ModelPage />} />
  </Routes>
);

setStage();

test("when the page turns to another model nothing of the one before stays open or picked", async () => {
  serve(answers);
  const { user, router } = show(pages, { at: "/models/alpha" });
  await user.click(await screen.findByRole("checkbox", { name: "Select Version 1" }));
  await screen.findByText(/1 version/);
  await user.click(screen.getByRole("button", { name: /Edit$/ }));
  await screen.findByRole("dialog");
  await act(async () => void router.navigate("/models/beta"));
  await screen.findByText("What beta does");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.queryByText(/1 version/)).toBeNull();
});

test("a version is saved over what it was when it was opened: what others have changed since is left alone", async () => {
  let { metrics } = VERSION;
  const bodies: unknown[] = [];
  serve({
    ...answers,
    "GET /api/models/alpha/versions/1": () => ({ ...VERSION, metrics }),
    "PUT /api/models/alpha/aliases/champion": () => ({ alias: "champion", version: 1 }),
    "PATCH /api/models/alpha/versions/1": async (request) => {
      bodies.push(await request.json());
      return VERSION;
    },
  });
  const { user } = show(pages, { at: "/models/alpha?open=1" });
  const drawer = within(await screen.findByRole("dialog"));
  metrics = { accuracy: 0.97 };
  await user.type(drawer.getByRole("combobox", { name: "Alias" }), "champion{Enter}");
  await screen.findByText(/champion points to version 1/i);
  await user.type(drawer.getByRole("textbox", { name: /Made from/ }), "rows of May");
  await user.click(drawer.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(bodies).toEqual([{ data: "rows of May" }]);
});

test.each([
  ["a version's drawer", "Version 1", "?open=1"],
  ["the comparison", "Compare versions", "?compare=1,2"],
])("%s that was closed is not opened again by Back", async (_what, name, search) => {
  serve({ ...answers, "GET /api/models/alpha/versions/1": () => VERSION });
  const { user, router } = show(pages, { at: "/models/alpha" });
  await user.click(await screen.findByRole("checkbox", { name: "Select Version 1" }));
  await user.click(screen.getByRole("checkbox", { name: "Select Version 2" }));
  await user.click(screen.getByText(name, { selector: "button span, td span" }));
  await waitFor(() => expect(decodeURIComponent(router.state.location.search)).toBe(search));
  await screen.findByRole("dialog");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(router.state.location.search).toBe(""));
  await act(async () => void router.navigate(-1));
  expect(router.state.location.search).toBe("");
});

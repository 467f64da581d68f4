// @vitest-environment happy-dom
import { useQueries } from "@tanstack/react-query";
import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { ActionFailed, ApiError } from "../api/errors";
import { type MadeOf, resource } from "../api/resources";
import { useSave } from "./forms/ResourceForm";
import { serve, setStage, show } from "./stage";
import { useAction } from "./useAction";

const RULES = resource("/api/admin/rules", "/api/admin/rules/{rule_id}", {
  words: "rules",
  permission: "gateway.write",
  nameOf: ({ name }) => name,
  also: ["/api/admin/upstreams"],
});
const VALUES = { name: "rest" } as MadeOf<typeof RULES.list>;

let action: ReturnType<typeof useAction>;
let save: ReturnType<typeof useSave<typeof RULES.list, typeof RULES.item>>;
let reads: string[];

function Page() {
  action = useAction([RULES.list]);
  save = useSave(RULES);
  const paths = [RULES.list, "/api/admin/upstreams", "/api/keys"];
  useQueries({ queries: paths.map((path) => ({ queryKey: ["get", path, {}], queryFn: () => reads.push(path) })) });
  return action.isBusy ? "busy" : "idle";
}

async function staged() {
  reads = [];
  show(<Page />);
  await waitFor(() => expect(reads).toHaveLength(3));
  reads = [];
}

setStage();

test("what was done is said, and only what stands under its paths is read again", async () => {
  await staged();
  expect(await act(() => action.run(async () => undefined, "Done"))).toBe(true);
  await screen.findByText("Done");
  await waitFor(() => expect(reads).toEqual([RULES.list]));
});

test.each([
  [new ApiError(409, { message: "Somebody was quicker" }), "Somebody was quicker"],
  [new ActionFailed("The store says no"), "The store says no"],
  [new TypeError("fetch failed"), "The server could not be reached. Nothing was lost; please try again."],
])("a failure is said in words, and goes once the same is tried again", async (failure, words) => {
  await staged();
  expect(await act(() => action.run(() => Promise.reject(failure), "Done"))).toBe(false);
  await screen.findByText(words);
  expect(screen.queryByText("Done")).toBeNull();
  await act(() => action.run(async () => undefined));
  await waitFor(() => expect(screen.queryByText(words)).toBeNull());
});

test("it is busy as long as the work takes", async () => {
  await staged();
  let end = () => {};
  const work = new Promise<void>((resolve) => {
    end = resolve;
  });
  let running: Promise<boolean> | undefined;
  act(() => {
    running = action.run(() => work);
  });
  expect(screen.getByText("busy")).toBeDefined();
  end();
  await act(async () => void (await running));
  expect(screen.getByText("idle")).toBeDefined();
});

test("a form makes what is new and changes what is there, and reads again what hangs on it", async () => {
  const calls = serve({ "POST /api/admin/rules": () => ({ id: 1 }), "PATCH /api/admin/rules/1": () => ({ id: 1 }) });
  await staged();
  await act(() => save(undefined, VALUES));
  await act(() => save({ id: 1 }, VALUES));
  expect(calls).toEqual(["POST /api/admin/rules", "PATCH /api/admin/rules/1"]);
  await waitFor(() =>
    expect(reads.sort()).toEqual([
      "/api/admin/rules",
      "/api/admin/rules",
      "/api/admin/upstreams",
      "/api/admin/upstreams",
    ]),
  );
});

test("a refusal is the form's to show", async () => {
  serve({});
  await staged();
  await expect(save(undefined, VALUES)).rejects.toThrow(ApiError);
  expect(reads).toEqual([]);
});

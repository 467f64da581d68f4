// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { createRoot, type Root } from "react-dom/client";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterEach, expect, test, vi } from "vitest";
import { useAddress } from "./useAddress";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

const NAMES = ["status", "q"] as const;
let filters: ReturnType<typeof useAddress<(typeof NAMES)[number]>>;
let root: Root;

function Probe() {
  filters = useAddress(NAMES);
  return null;
}

async function at(address: string) {
  const routes = [{ path: "*", element: <Probe /> }];
  const router = createMemoryRouter(routes, { basename: "/console", initialEntries: [`/console${address}`] });
  root = createRoot(document.createElement("div"));
  await act(async () => root.render(<RouterProvider router={router} />));
  return router;
}

afterEach(() => act(() => root.unmount()));

test("a filter that was cleared a moment ago does not come back with what is typed into another", async () => {
  const router = await at("/tasks?status=failed");
  await act(async () => {
    filters.set({ status: "" }); // in the address at once, and shown once the browser comes to it
    filters.set({ q: "on purpose" });
  });
  expect(router.state.location.search).toBe("?q=on+purpose");
  expect(filters.values).toEqual({ status: "", q: "on purpose" });
});

test("what ends after its page was left changes no other page's address", async () => {
  const router = await at("/tasks?status=failed");
  const { set } = filters;
  await act(async () => {
    void router.navigate("/merchants?q=a");
    set({ status: "" });
  });
  expect(router.state.location.pathname + router.state.location.search).toBe("/console/merchants?q=a");
});

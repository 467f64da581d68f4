// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { createMemoryRouter, RouterProvider } from "react-router";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useOpened } from "./useOpened";

const { get } = vi.hoisted(() => ({ get: vi.fn() }));
vi.mock("../../api/client", () => ({ client: { GET: get } }));
vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

interface Row {
  id: number;
  name: string;
}

let opened: ReturnType<typeof useOpened<Row>>;
let root: Root;

function Probe({ items }: { items: Row[] | undefined }) {
  opened = useOpened<Row>(items, "/api/admin/rules/{rule_id}");
  return null;
}

async function at(address: string, items: Row[] | undefined) {
  const router = createMemoryRouter([{ path: "*", element: <Probe items={items} /> }], { initialEntries: [address] });
  const queries = new QueryClient();
  root = createRoot(document.createElement("div"));
  await act(async () =>
    root.render(
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>,
    ),
  );
  return router;
}

beforeEach(() => get.mockReset().mockResolvedValue({ data: { id: 9, name: "elsewhere" } }));
afterEach(() => act(() => root.unmount()));

const ROWS = [
  { id: 1, name: "one" },
  { id: 2, name: "two" },
];

test("the row that the address names is open, without asking for it again", async () => {
  await at("/rules?open=2", ROWS);
  expect([opened.row, opened.isNew]).toEqual([ROWS[1], false]);
  expect(get).not.toHaveBeenCalled();
});

test("a row of another page is read by itself, once the list is here", async () => {
  await at("/rules?open=9", undefined);
  expect(get).not.toHaveBeenCalled();
  await act(async () => root.unmount());
  await at("/rules?open=9", ROWS);
  await act(async () => vi.waitFor(() => expect(opened.row).toEqual({ id: 9, name: "elsewhere" })));
  expect(get).toHaveBeenCalledWith(
    "/api/admin/rules/{rule_id}",
    expect.objectContaining({ params: { path: { rule_id: "9" } } }),
  );
});

test("opening writes the address and keeps what stands there, closing takes it out", async () => {
  const router = await at("/rules?page=2", ROWS);
  await act(async () => opened.open(ROWS[0] as Row));
  expect(router.state.location.search).toBe("?page=2&open=1");
  expect(opened.row).toEqual(ROWS[0]);
  await act(async () => opened.openNew());
  expect([router.state.location.search, opened.isNew, opened.row]).toEqual(["?page=2&open=new", true, undefined]);
  await act(async () => opened.close());
  expect([router.state.location.search, opened.isNew]).toEqual(["?page=2", false]);
});

test("what was closed is not opened again by going back, and what is open is closed by that", async () => {
  const router = await at("/rules?page=2", ROWS);
  await act(async () => opened.open(ROWS[0] as Row));
  await act(async () => opened.close());
  await act(async () => router.navigate(-1));
  expect(router.state.location.search).toBe("?page=2");
  await act(async () => opened.open(ROWS[1] as Row));
  await act(async () => router.navigate(-1));
  expect([router.state.location.search, opened.row]).toEqual(["?page=2", undefined]);
});

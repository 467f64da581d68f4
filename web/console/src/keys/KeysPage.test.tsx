// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { serve, setStage, show } from "../ui/stage";
import { KeysPage } from "./KeysPage";

const { permissions } = vi.hoisted(() => ({ permissions: new Set<string>() }));
vi.mock("../auth/session", () => ({ useCan: () => (permission: string) => permissions.has(permission) }));

const KEY = {
  id: 7,
  name: "till",
  prefix: "rd_till",
  scopes: ["proxy"],
  requests_per_minute: 60,
  rate_limit_per_minute: null,
  is_active: true,
  budget: null,
  created_by: null,
  expires_at: null,
  last_used_at: null,
};
const LIST = "GET /api/keys";
const pageOf = (...items: object[]) => ({ items, total: items.length, total_capped: false });
const add = () => screen.queryByRole("button", { name: /Create key/ });

setStage();
beforeEach(() => permissions.add("keys.write"));

test("a list of nothing says what to do first and offers it", async () => {
  serve({ [LIST]: () => pageOf() });
  const { user } = show(<KeysPage />);
  await screen.findByText("No client keys yet");
  expect(screen.queryByRole("textbox", { name: "Search" })).toBeNull();
  await user.click(add() as HTMLElement);
  expect(within(await screen.findByRole("dialog")).getByRole("textbox", { name: "Name" })).toBeDefined();
});

test("a filter that leaves nothing is no list of nothing: it stays, to be changed", async () => {
  const calls = serve({ [LIST]: () => pageOf() });
  show(<KeysPage />, { at: "/keys?q=nobody" });
  await screen.findByText("Nothing matches these filters");
  expect(screen.queryByText("No client keys yet")).toBeNull();
  expect((screen.getByRole("textbox", { name: "Search" }) as HTMLInputElement).value).toBe("nobody");
  expect(calls).toEqual(["GET /api/keys?q=nobody&limit=50&offset=0"]);
});

test("a filter holds once Enter is pressed and goes into the address, from its first page on", async () => {
  const calls = serve({ [LIST]: () => pageOf(KEY) });
  const { user, router } = show(<KeysPage />, { at: "/keys?page=3" });
  await user.type(await screen.findByRole("textbox", { name: "Search" }), "ti{Enter}");
  expect(router.state.location.search).toBe("?q=ti");
  await waitFor(() => expect(calls.at(-1)).toBe("GET /api/keys?q=ti&limit=50&offset=0"));
});

test("who may not write is offered no new one and can look at a row without changing it", async () => {
  permissions.clear();
  serve({ [LIST]: () => pageOf(KEY) });
  const { user } = show(<KeysPage />);
  const row = await screen.findByRole("row", { name: /till/ });
  expect(add()).toBeNull();
  await user.click(within(row).getByText("till"));
  const drawer = within(await screen.findByRole("dialog", { name: "View till" }));
  expect(drawer.getByRole<HTMLInputElement>("textbox", { name: "Name" }).disabled).toBe(true);
  expect(drawer.queryByRole("button", { name: "Save" })).toBeNull();
  expect((within(row).getByRole("switch", { name: "Enabled: till" }) as HTMLButtonElement).disabled).toBe(true);
});

test("a row opens with what it is, and a new one with nothing of the row that was open", async () => {
  serve({ [LIST]: () => pageOf(KEY) });
  const { user, router } = show(<KeysPage />);
  await user.click(within(await screen.findByRole("row", { name: /till/ })).getByText("till"));
  const name = async () =>
    within(await screen.findByRole("dialog")).getByRole<HTMLInputElement>("textbox", { name: "Name" });
  expect([router.state.location.search, (await name()).value]).toEqual(["?open=7", "till"]);
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.click(add() as HTMLElement);
  expect([router.state.location.search, (await name()).value]).toEqual(["?open=new", ""]);
});

test("a row is switched off where it stands, and the list is read again", async () => {
  let isOn = true;
  const calls = serve({
    [LIST]: () => pageOf({ ...KEY, is_active: isOn }),
    "PATCH /api/keys/7": async (request) => {
      isOn = ((await request.json()) as { is_active: boolean }).is_active;
      return KEY;
    },
  });
  const { user } = show(<KeysPage />);
  const toggle = () => screen.getByRole("switch", { name: "Enabled: till" });
  await screen.findByRole("row", { name: /till/ });
  await user.click(toggle());
  await waitFor(() => expect(toggle().getAttribute("aria-checked")).toBe("false"));
  expect(calls.filter((call) => !call.startsWith(LIST))).toEqual(["PATCH /api/keys/7"]);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a deletion names what it destroys, and waits for a yes", async () => {
  let rows = [KEY];
  const calls = serve({
    [LIST]: () => pageOf(...rows),
    "DELETE /api/keys/7": () => {
      rows = [];
      return new Response(null, { status: 204 });
    },
  });
  const { user } = show(<KeysPage />);
  await user.click(await screen.findByRole("button", { name: "Actions for till" }));
  await user.click(await screen.findByRole("menuitem", { name: "Delete" }));
  const question = within(await screen.findByRole("dialog", { name: /Delete the key till\?/ }));
  expect(calls).not.toContain("DELETE /api/keys/7");
  await user.click(question.getByRole("button", { name: "Delete" }));
  await screen.findByText("till was deleted");
  await screen.findByText("No client keys yet");
});

test("the usage of a key leads whoever may see the log to what was refused", async () => {
  permissions.add("gateway.read");
  const counts = { requests: 1, errors: 0, refused: 2, tokens_in: 0, tokens_out: 0 };
  serve({
    [LIST]: () => pageOf(KEY),
    "GET /api/keys/7/usage": () => ({ client_key_id: 7, ...counts, days: [] }),
    "GET /api/admin/prices/currencies": () => ({ currencies: [] }),
  });
  show(<KeysPage />, { at: "/keys?usage=7" });
  const link = await screen.findByRole("link", { name: "Refused requests in the log" });
  expect(link.getAttribute("href")).toBe("/gateway/log?client_key_id=7&status=refused");
  permissions.delete("gateway.read");
});

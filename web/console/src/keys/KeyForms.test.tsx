// @vitest-environment happy-dom
/** What happens to a form while its list, its row or its page changes under it. */
import { act, screen, waitFor, within } from "@testing-library/react";
import { useLocation } from "react-router";
import { expect, test, vi } from "vitest";
import { serve, setStage, show } from "../ui/stage";
import { KeysPage } from "./KeysPage";

vi.mock("../auth/session", () => ({ useCan: () => () => true }));

const TILL = {
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
const STALL = { ...TILL, id: 8, name: "stall", prefix: "rd_stal", scopes: ["chat"] };
const LIST = "GET /api/keys";
const pageOf = (...items: object[]) => ({ items, total: items.length, total_capped: false });
const nameField = async () =>
  within(await screen.findByRole("dialog")).getByRole<HTMLInputElement>("textbox", { name: "Name" });
const save = () => screen.getByRole("button", { name: "Save" });

/** A page that is left when the address is another's. */
function Switch() {
  return useLocation().pathname === "/keys" ? <KeysPage /> : <p>elsewhere</p>;
}

setStage();

test("a form that the address turns to another row has nothing of the one before", async () => {
  serve({ [LIST]: () => pageOf(TILL, STALL) });
  const { router } = show(<KeysPage />, { at: "/keys?open=7" });
  expect((await nameField()).value).toBe("till");
  await act(() => router.navigate("/keys?open=8"));
  await screen.findByText("Edit stall");
  expect((await nameField()).value).toBe("stall");
  expect(screen.queryByText("Edit till")).toBeNull();
});

test("only what was changed is sent: what somebody else has changed meanwhile stays", async () => {
  const bodies: unknown[] = [];
  let listed = TILL;
  serve({
    [LIST]: () => pageOf(listed),
    "PATCH /api/keys/7": async (request) => {
      bodies.push(await request.json());
      return TILL;
    },
  });
  const { user } = show(<KeysPage />, { at: "/keys?open=7" });
  await user.type(await nameField(), " two");
  listed = { ...TILL, scopes: ["proxy", "tasks"] };
  await user.click(save());
  await waitFor(() => expect(bodies).toEqual([{ name: "till two" }]));
});

test("what was typed while one was made is sent as a change of it", async () => {
  let end = (_: unknown) => {};
  const bodies: unknown[] = [];
  serve({
    [LIST]: () => pageOf(TILL),
    "POST /api/keys": async (request) => {
      bodies.push(await request.json());
      return new Promise((resolve) => {
        end = resolve;
      });
    },
    "PATCH /api/keys/9": async (request) => {
      bodies.push(await request.json());
      return TILL;
    },
  });
  const { user } = show(<KeysPage />, { at: "/keys?open=new" });
  const field = await nameField();
  await user.type(field, "kiosk");
  await user.click(screen.getByRole("button", { name: "Create" }));
  await user.type(field, " two");
  end({ ...TILL, id: 9, name: "kiosk", key: "rd_secret" });
  await user.click(await screen.findByRole("button", { name: "I have stored it" }));
  await user.click(screen.getByRole("button", { name: "Create" }));
  await waitFor(() => expect(bodies).toMatchObject([{ name: "kiosk" }, { name: "kiosk two" }]));
  expect(Object.keys(bodies[1] as object)).toEqual(["name"]);
});

test("nothing is sent where nothing was changed, a moment neither that the server writes in another way", async () => {
  const calls = serve({ [LIST]: () => pageOf({ ...TILL, expires_at: "2027-01-01T00:00:00Z" }) });
  const { user, router } = show(<KeysPage />, { at: "/keys?open=7" });
  await nameField();
  await user.click(save());
  await waitFor(() => expect(router.state.location.search).toBe(""));
  expect(calls.filter((call) => call.startsWith("PATCH"))).toEqual([]);
});

test("an open row that leaves its list keeps what is typed", async () => {
  let listed = [TILL, STALL];
  serve({ [LIST]: () => pageOf(...listed), "PATCH /api/keys/8": () => STALL, "GET /api/keys/7": () => TILL });
  const { user } = show(<KeysPage />, { at: "/keys?open=7" });
  const field = await nameField();
  await user.type(field, " two");
  listed = [STALL];
  await user.click(screen.getByRole("switch", { name: "Enabled: stall", hidden: true }));
  await waitFor(() => expect(screen.queryByRole("switch", { name: "Enabled: till", hidden: true })).toBeNull());
  expect(field.isConnected).toBe(true);
  expect(field.value).toBe("till two");
});

test("a save that ends after its page was left changes nothing of the next one's address", async () => {
  let end = (_: unknown) => {};
  const saved = new Promise((resolve) => {
    end = resolve;
  });
  serve({ [LIST]: () => pageOf(TILL), "PATCH /api/keys/7": () => saved });
  const { user, router } = show(<Switch />, { at: "/keys?q=t&open=7" });
  await user.type(await nameField(), " two");
  await user.click(save());
  await act(() => router.navigate("/elsewhere?status=failed"));
  await act(async () => end(TILL));
  await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
  expect(router.state.location.pathname + router.state.location.search).toBe("/elsewhere?status=failed");
});

test("a row that is not there is said, and its address left", async () => {
  serve({ [LIST]: () => pageOf(TILL) });
  const { router } = show(<KeysPage />, { at: "/keys?open=99" });
  await waitFor(() => expect(router.state.location.search).toBe(""));
  await screen.findByRole("button", { name: "Close this notice" });
});

test("what is no id is not asked for: its path may be another's", async () => {
  const calls = serve({ [LIST]: () => pageOf(TILL) });
  show(<KeysPage />, { at: "/keys?open=export.csv" });
  await screen.findByText("till");
  expect(calls.filter((call) => call.includes("export"))).toEqual([]);
});

test("a page that has become empty gives way to the last one that is not", async () => {
  const calls = serve({
    [LIST]: (request) => ({ items: request.url.includes("offset=0") ? [TILL] : [], total: 1, total_capped: false }),
  });
  const { router } = show(<KeysPage />, { at: "/keys?page=2" });
  await screen.findByText("till");
  expect(router.state.location.search).toBe("");
  expect(calls).toEqual(["GET /api/keys?limit=50&offset=50", "GET /api/keys?limit=50&offset=0"]);
});

test("a filter keeps the focus when Enter lets it hold", async () => {
  serve({ [LIST]: () => pageOf(TILL) });
  const { user } = show(<KeysPage />, { at: "/keys" });
  const filter = await screen.findByRole("textbox", { name: "Search" });
  await user.type(filter, "ti{Enter}");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Search" })));
});

test("a list is searched while one types, and no letter is lost on the way", async () => {
  const calls = serve({ [LIST]: () => pageOf(TILL) });
  const { user, router } = show(<KeysPage />, { at: "/keys" });
  const filter = await screen.findByRole<HTMLInputElement>("textbox", { name: "Search" });
  await user.type(filter, "ti");
  await waitFor(() => expect(router.state.location.search).toBe("?q=ti"));
  await user.type(filter, "ll");
  expect(filter.value).toBe("till");
  await waitFor(() => expect(router.state.location.search).toBe("?q=till"));
  expect(filter.value).toBe("till");
  expect(calls.filter((call) => call.includes("q=t&"))).toEqual([]);
});

// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { serve, setStage, show } from "../../ui/stage";
import { Palette } from "./Palette";

const { permissions } = vi.hoisted(() => ({ permissions: new Set<string>() }));
vi.mock("../../auth/session", () => ({ useCan: () => (permission: string) => permissions.has(permission) }));

const MERCHANTS = { items: [{ id: "merch_1", name: "Pedalworks" }], total: 1 };

function palette() {
  const onClose = vi.fn();
  return { ...show(<Palette isOpen onClose={onClose} />, { at: "/health" }), onClose };
}

const field = () => screen.getByRole("combobox");
const options = () => screen.queryAllByRole("option");
const chosen = () => options().find((option) => option.getAttribute("aria-selected") === "true");

setStage();
beforeEach(() => {
  permissions.clear();
  for (const permission of ["merchants.read", "tasks.read", "health.read"]) permissions.add(permission);
});

test("it opens ready to type, with the pages that this person may see", async () => {
  palette();
  await waitFor(() => expect(document.activeElement).toBe(field()));
  expect(options().map(({ textContent }) => textContent)).toEqual([
    "Merchants/merchants",
    "Tasks/tasks",
    "Health/health",
    "Tasks: Batches/tasks/batches",
    "Tasks: Workers/tasks/workers",
    "Tasks: Performance/tasks/performance",
    "Your account/account",
  ]);
});

test("arrows go round, and what is chosen is told to a screen reader", async () => {
  const { user } = palette();
  await user.click(field());
  expect(chosen()?.textContent).toContain("Merchants");
  await user.keyboard("{ArrowUp}");
  expect(chosen()?.textContent).toContain("Your account");
  await user.keyboard("{ArrowDown}{ArrowDown}");
  expect(chosen()?.textContent).toContain("Tasks");
  expect(field().getAttribute("aria-activedescendant")).toBe(chosen()?.id);
});

test("Enter goes to what is chosen and closes", async () => {
  const { user, router, onClose } = palette();
  await user.type(field(), "heal{Enter}");
  expect(router.state.location.pathname).toBe("/health");
  expect(onClose).toHaveBeenCalledOnce();
});

test("it finds things by name, once the typing rests, and only what may be read", async () => {
  permissions.delete("tasks.read");
  const calls = serve({ "GET /merchants": () => MERCHANTS });
  const { user, router } = palette();
  await user.type(field(), "pedal");
  const group = within(await screen.findByRole("group", { name: "Merchants" }));
  expect(group.getByRole("option").textContent).toBe("Pedalworksmerch_1");
  expect(calls).toEqual(["GET /merchants?q=pedal&limit=5"]);
  await user.keyboard("{Enter}");
  expect(router.state.location.pathname + router.state.location.search).toBe("/merchants?open=merch_1");
});

test("nothing of that name is said, once the server has answered", async () => {
  serve({ "GET /merchants": () => ({ items: [], total: 0 }) });
  const { user } = palette();
  await user.type(field(), "zzz");
  expect(screen.getByRole("status").textContent).toBe("Searching…");
  await screen.findByText(/Nothing of that name or id/);
  await user.keyboard("{ArrowDown}{Enter}");
  expect(options()).toEqual([]);
});

test.each([
  ["opens the first result once it comes", "", "?open=merch_1"],
  ["is forgotten where something else is typed", "l", ""],
])("Enter while it searches %s", async (_, more, address) => {
  let answer = () => {};
  const late = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const calls = serve({
    "GET /merchants": async () => {
      await late;
      return { items: [{ id: "merch_1", name: "Pedal Works" }], total: 1 };
    },
  });
  const { user, router } = palette();
  await user.type(field(), `peda{Enter}${more}`);
  await waitFor(() => expect(calls).toContain(`GET /merchants?q=peda${more}&limit=5`));
  expect(router.state.location.search).toBe("");
  answer();
  if (more) await waitFor(() => expect(options()).toHaveLength(1));
  await waitFor(() => expect(router.state.location.search).toBe(address));
});

test("Enter while it searches goes to one place, whatever else is found later", async () => {
  permissions.add("models.read").add("gateway.read");
  let answer = () => {};
  const late = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const calls = serve({
    "GET /api/models": () => ({ items: [{ id: "zqx", name: "zqx", description: "" }], total: 1 }),
    "GET /api/admin/routes": async () => {
      await late;
      return { items: [{ id: 3, model: "zqx" }], total: 1 };
    },
  });
  const { user, router, onClose } = palette();
  await user.type(field(), "zqx{Enter}");
  await waitFor(() => expect(router.state.location.pathname).toBe("/models/zqx"));
  expect(calls).toContain("GET /api/admin/routes?q=zqx&limit=5");
  answer();
  await waitFor(() => expect(options()).toHaveLength(2));
  expect(router.state.location.pathname).toBe("/models/zqx");
  expect(onClose).toHaveBeenCalledOnce();
});

test("Enter opens nothing that was found for another text", async () => {
  const named = (name: string) => ({ items: [{ id: `merch_${name}`, name }], total: 1 });
  serve({ "GET /merchants": ({ url }) => named(new URL(url).searchParams.get("q") ?? "") });
  const { user, router } = palette();
  await user.type(field(), "zqy");
  await screen.findByRole("option", { name: /zqy/ });
  await user.type(field(), "zqx{Enter}", { initialSelectionStart: 0, initialSelectionEnd: 3 });
  expect(router.state.location.search).toBe("");
  await waitFor(() => expect(router.state.location.search).toBe("?open=merch_zqx"));
});

test("Escape closes it", async () => {
  const { user, onClose } = palette();
  await user.click(field());
  await user.keyboard("{Escape}");
  expect(onClose).toHaveBeenCalledOnce();
});

test("a conversation is found by the name that it is shown by", async () => {
  permissions.add("desk.read");
  const named = (session_name: string) => ({ session_name, visitor: {}, last_message: "Hello" });
  const sessions = { items: [named("sess_00aa5f4e"), named("sess_5f4e00bb")], total: 2 };
  const calls = serve({ "GET /api/sessions": () => sessions });
  const { user, router } = palette();
  await user.type(field(), "Visitor 5F4E");
  const group = within(await screen.findByRole("group", { name: "Conversations" }));
  expect(group.getAllByRole("option").map(({ textContent }) => textContent)).toEqual(["Visitor 5F4EHello"]);
  expect(calls).toContain("GET /api/sessions?limit=200");
  await user.keyboard("{Enter}");
  expect(router.state.location.pathname).toBe("/inbox/sess_00aa5f4e");
});

test("what stands in the gateway is found by name, scripts without reading their sources", async () => {
  permissions.add("gateway.read").add("gateway.scripts.read");
  const calls = serve({
    "GET /api/admin/keys": () => ({ items: [{ id: 7, name: "Prod", key_hint: "ab12" }], total: 1 }),
    "GET /api/admin/scripts": () => ({ items: [{ id: 3, name: "Prod header" }], total: 1 }),
  });
  const { user } = palette();
  await user.type(field(), "prod");
  await waitFor(() => expect(options().map(({ textContent }) => textContent)).toEqual(["Prod…ab12", "Prod header"]));
  expect(calls).toContain("GET /api/admin/scripts?sources=false&q=prod&limit=5");
});

test("what one may add is found by its words, and a kind of task by its own", async () => {
  permissions.add("merchants.write");
  serve({ "GET /merchants": () => ({ items: [], total: 0 }), "GET /api/tasks/kinds": () => ["tasks.clean_up"] });
  const { user, router } = palette();
  await user.type(field(), "clean_up");
  await waitFor(() => expect(options().map(({ textContent }) => textContent?.slice(-14))).toEqual(["tasks.clean_up"]));
  await user.clear(field());
  await user.type(field(), "add ");
  expect(chosen()?.textContent).toBe("Add merchant/merchants");
  await user.keyboard("{Enter}");
  expect(router.state.location.search).toBe("?open=new");
});

test("a batch is found by its whole id, and leads to its tasks", async () => {
  const batch_id = "batch_5f0c1d2e3a4b5c6d";
  serve({ [`GET /api/tasks/batches/${batch_id}`]: () => ({ batch_id, kind: "demo.echo" }) });
  const { user, router } = palette();
  await user.type(field(), batch_id);
  const group = within(await screen.findByRole("group", { name: "Batches" }));
  expect(group.getByRole("option").textContent).toContain(batch_id);
  await user.keyboard("{Enter}");
  expect(router.state.location.pathname + router.state.location.search).toBe(`/tasks?batch_id=${batch_id}`);
});

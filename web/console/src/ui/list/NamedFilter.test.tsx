// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { resource } from "../../api/resources";
import { serve, setStage, show } from "../stage";
import { NamedFilter } from "./NamedFilter";

const KEYS = resource("/api/keys", "/api/keys/{key_id}", {
  words: "clientKeys",
  permission: "keys.write",
  nameOf: ({ name }) => name,
});
const ROWS = [
  { id: 1, name: "till" },
  { id: 2, name: "web shop" },
];
const ENTER = { key: "Enter", keyCode: 13 };
const named = (request: Request) => {
  const q = new URL(request.url).searchParams.get("q") ?? "";
  const items = ROWS.filter(({ name }) => name.includes(q));
  return { items, total: items.length };
};

const filter = (value: string, onChange = vi.fn()) => (
  <NamedFilter of={KEYS} label="Client key" nameOf={({ name }) => name} value={value} onChange={onChange} />
);

setStage();

test("one is looked for by its name while it is typed, and chosen by its id", async () => {
  const calls = serve({ "GET /api/keys": named });
  const onChange = vi.fn();
  const { user } = show(filter("", onChange));
  await user.type(screen.getByRole("combobox", { name: "Client key" }), "web");
  await waitFor(() => expect(calls.at(-1)).toBe("GET /api/keys?q=web&limit=20"));
  await waitFor(() => expect(screen.queryByText("till")).toBeNull());
  await user.click(await screen.findByText("web shop"));
  expect(onChange).toHaveBeenCalledExactlyOnceWith("2");
});

test("the one chosen shows its name, also where it is not among the first", async () => {
  const calls = serve({ "GET /api/keys": named, "GET /api/keys/9": () => ({ id: 9, name: "far away" }) });
  show(filter("9"));
  await screen.findByText("far away");
  expect(calls.filter((call) => call.startsWith("GET /api/keys/"))).toEqual(["GET /api/keys/9"]);
});

test("one that is no more is called by its number", async () => {
  serve({ "GET /api/keys": named });
  show(filter("9"));
  await screen.findByText("No. 9");
});

test("one among the first is not asked for by itself", async () => {
  const calls = serve({ "GET /api/keys": named });
  show(filter("1"));
  await screen.findByText("till");
  expect(calls).toEqual(["GET /api/keys?limit=20"]);
});

test("nothing of that name says so", async () => {
  serve({ "GET /api/keys": named });
  const { user } = show(filter(""));
  await user.type(screen.getByRole("combobox", { name: "Client key" }), "nobody");
  await screen.findByText("No match");
});

test("Enter takes nothing of what was found before, while the server is slow", async () => {
  const isTyped = (request: Request) => new URL(request.url).searchParams.get("q");
  serve({ "GET /api/keys": (request) => (isTyped(request) ? new Promise(() => {}) : named(request)) });
  const onChange = vi.fn();
  const { user } = show(filter("", onChange));
  const field = screen.getByRole("combobox", { name: "Client key" });
  await user.click(field);
  await screen.findByText("till");
  await user.type(field, "nobody");
  fireEvent.keyDown(field, ENTER);
  expect(onChange).not.toHaveBeenCalled();
  await user.clear(field);
  await user.type(field, "web");
  fireEvent.keyUp(field, ENTER);
  fireEvent.keyDown(field, ENTER);
  expect(onChange).toHaveBeenCalledExactlyOnceWith("2");
});

test("a server that fails is not said to have nothing", async () => {
  const isTyped = (request: Request) => new URL(request.url).searchParams.get("q");
  const away = () => Response.json({ code: "AWAY", message: "The database is away." }, { status: 503 });
  serve({ "GET /api/keys": (request) => (isTyped(request) ? away() : named(request)) });
  const { user } = show(filter(""));
  await user.type(screen.getByRole("combobox", { name: "Client key" }), "web");
  expect((await screen.findByRole("alert")).textContent).toBe("The database is away.");
});

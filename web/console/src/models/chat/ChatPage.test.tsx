// @vitest-environment happy-dom
import { cleanup, screen, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { forgetDrafts } from "../../inbox/drafts";
import { serve, setStage, show } from "../../ui/stage";
import { ChatPage } from "./ChatPage";
import { forgetChat, recallChat } from "./kept";

setStage();

vi.mock("../../auth/session", () => ({ useCan: () => () => true }));
vi.mock("../../auth/tokens", () => ({ keeper: { token: async () => "a token" } }));

const EVENTS: [string, object][] = [
  ["begun", { request_id: "try_1" }],
  ["delta", { text: "Yes, sir." }],
  ["done", { finish: "stop" }],
];
const NO_ROWS = { items: [], total: 0 };

beforeEach(() => {
  forgetChat();
  const text = EVENTS.map(([name, data]) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`).join("");
  serve({
    "GET /api/deployments": () => NO_ROWS,
    "GET /api/admin/routes": () => NO_ROWS,
    "POST /api/playground/chat": () => new Response(text, { headers: { "Content-Type": "text/event-stream" } }),
  });
});

const box = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Message" });
const button = (name: string) => screen.getByRole("button", { name: new RegExp(`${name}$`) }); // after its icon's

test("a conversation is there again after a visit elsewhere, with its model, and not after its person has gone", async () => {
  const { user } = show(<ChatPage />, { at: "/playground?model=large" });
  await user.type(box(), "Hello{Enter}");
  await screen.findByText("Yes, sir.");
  await user.type(box(), "And");
  cleanup();
  const { router } = show(<ChatPage />, { at: "/playground" });
  screen.getByText("Yes, sir.");
  expect(box().value).toBe("And");
  await vi.waitFor(() => expect(router.state.location.search).toBe("?model=large"));
  cleanup();
  forgetChat();
  show(<ChatPage />, { at: "/playground" });
  screen.getByText("Nothing has been asked yet.");
  expect(box().value).toBe("");
});

test("a reload keeps what was asked and what was not, for its person alone and until they sign out", async () => {
  recallChat("usr_ann");
  const { user } = show(<ChatPage />, { at: "/playground?model=large" });
  await user.click(button("Advanced"));
  await user.type(screen.getByLabelText("System prompt"), "Be short.");
  await user.type(box(), "Hello{Enter}");
  await screen.findByText("Yes, sir.");
  await user.type(box(), "And");
  window.dispatchEvent(new Event("pagehide"));
  reload("usr_bob");
  screen.getByText("Nothing has been asked yet.");
  reload("usr_ann");
  screen.getByText("Yes, sir.");
  expect([box().value, screen.getByLabelText<HTMLTextAreaElement>("System prompt").value]).toEqual([
    "And",
    "Be short.",
  ]);
  forgetDrafts();
  reload("usr_ann");
  screen.getByText("Nothing has been asked yet.");
});

/** The page goes and comes again, with this person, and nothing but what the tab keeps. */
function reload(personId: string) {
  cleanup();
  forgetChat();
  recallChat(personId);
  show(<ChatPage />, { at: "/playground?model=large" });
}

test("a model that would not answer now says why where it is chosen", async () => {
  const because = { type: "no_key", ctx: { name: "vendor" }, parts: [] };
  const page = (...items: object[]) => ({ items, total: items.length });
  serve({
    "GET /api/deployments": () =>
      page(
        { name: "helper", status: "failed", reason: "No key", because },
        { name: "resting", status: "stopped", reason: null, because: null },
        { name: "well", status: "ready", reason: null, because: null },
      ),
    "GET /api/admin/routes": () => page({ model: "large", problem: because }, { model: "small", problem: null }),
  });
  const { user } = show(<ChatPage />, { at: "/playground" });
  await user.click(screen.getByRole("combobox", { name: "Model" }));
  const why = "No key of the upstream “vendor” is active";
  for (const words of [`helper: ${why}`, "resting: Stopped", "well", `large: ${why}`, "small"])
    await screen.findByTitle(words);
});

test("clearing asks first, and leaves the focus in the message", async () => {
  const { user } = show(<ChatPage />, { at: "/playground?model=large" });
  await user.type(box(), "Hello{Enter}");
  await screen.findByText("Yes, sir.");
  await user.click(button("Clear"));
  const dialog = await screen.findByRole("dialog");
  screen.getByText("Yes, sir.");
  await user.click(within(dialog).getByRole("button", { name: /Clear/ }));
  await screen.findByText("Nothing has been asked yet.");
  await vi.waitFor(() => expect(document.activeElement).toBe(box()));
});

test("a wrong value that is folded away is shown when the message is sent", async () => {
  const { user } = show(<ChatPage />, { at: "/playground?model=large" });
  await user.click(button("Advanced"));
  await user.type(screen.getByLabelText("Temperature"), "9");
  await user.click(button("Advanced"));
  await user.type(box(), "Hello");
  await user.click(button("Send"));
  await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Temperature")));
  expect(button("Advanced").getAttribute("aria-expanded")).toBe("true");
});

test("the call from a program has the settings that are asked with", async () => {
  const { user } = show(<ChatPage />, { at: "/playground?model=large" });
  await user.click(button("Advanced"));
  await user.type(screen.getByLabelText("System prompt"), "Be short.");
  await user.type(screen.getByLabelText("Temperature"), "0.5");
  await user.type(screen.getByLabelText("Most tokens of an answer"), "50");
  const call = screen.getByRole("figure", { name: "Call it from a program" });
  const body = call.textContent?.match(/--json '(.*)'/)?.[1] ?? "";
  expect(JSON.parse(body)).toEqual({
    model: "large",
    messages: [
      { role: "system", content: "Be short." },
      { role: "user", content: "Hello" },
    ],
    temperature: 0.5,
    max_tokens: 50,
  });
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Conversation } from "../src/frame/conversation";
import type { ConversationMemory, Remembered } from "../src/frame/storage";

interface Call {
  path: string;
  token: string | undefined;
  body: Record<string, unknown>;
}

const JANE: Remembered = { name: "sess_jane", token: "rdv_jane", readSeq: 2, identity: "c-1" };
let calls: Call[];
let answer: (call: Call) => Response | Promise<Response>;
let stored: Remembered | undefined;
let conversation: Conversation;

const memory: ConversationMemory = {
  load: () => stored,
  save: (remembered) => {
    stored = remembered;
  },
  forget: () => {
    stored = undefined;
  },
};

/** A desk: streams stay open and silent, all other requests get `answer`. */
const desk = (async (path: string, init: RequestInit = {}) => {
  if (path.endsWith("/events")) return new Response(new ReadableStream());
  const token = new Headers(init.headers).get("Authorization")?.slice("Bearer ".length);
  const call = { path, token, body: JSON.parse(String(init.body)) as Record<string, unknown> };
  calls.push(call);
  init.signal?.throwIfAborted();
  return answer(call);
}) as typeof fetch;

const refusal = (code: string) => Response.json({ code }, { status: 401 });
const event = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
const shown = () => conversation.state.thread.messages.map((message) => message.content);

function visitorMessage(call: Call, seq = 1) {
  const { message: content, client_message_id } = call.body;
  return { id: `m${seq}`, seq, role: "visitor", content, client_message_id, created_at: "2026-01-01T00:00:00Z" };
}

function turn(call: Call, name: string, token?: string): Response {
  const session = { session_name: name, visitor_token: token, status: "bot" };
  return new Response(event("session", session) + event("message", visitorMessage(call)) + event("done", {}));
}

beforeEach(() => {
  vi.stubGlobal("fetch", desk);
  calls = [];
  stored = undefined;
  conversation = new Conversation("asst_1", memory);
});

afterEach(() => {
  conversation.close();
  vi.unstubAllGlobals();
});

test.each(["TOKEN_EXPIRED", "UNAUTHENTICATED"])(
  "after a 401 %s the typed message begins a new conversation",
  async (code) => {
    stored = JANE;
    answer = (call) => (call.token === "rdv_jane" ? refusal(code) : turn(call, "sess_new", "rdv_new"));
    conversation.resume();
    conversation.setUser({ id: "c-1" });
    await conversation.send("Where is my order?");
    expect(calls.map(({ token, body }) => [token, body.session_name, body.message])).toEqual([
      ["rdv_jane", "sess_jane", "Where is my order?"],
      [undefined, undefined, "Where is my order?"],
    ]);
    expect(calls[0]?.body.client_message_id).toBe(calls[1]?.body.client_message_id);
    expect(shown()).toEqual(["Where is my order?"]);
    expect(conversation.state.thread.pending).toEqual([]);
    expect(stored).toEqual({ name: "sess_new", token: "rdv_new", readSeq: 0, identity: "c-1" });
  },
);

test("asking for a human in a conversation that has ended asks in a new one", async () => {
  stored = JANE;
  answer = (call) => {
    if (call.token === "rdv_jane") return refusal("TOKEN_EXPIRED");
    if (call.path === "/api/sessions") return Response.json({ session_name: "sess_new", visitor_token: "rdv_new" });
    return Response.json({});
  };
  conversation.resume();
  await conversation.escalate();
  expect(calls.map(({ path, token }) => [path, token])).toEqual([
    ["/api/sessions/sess_jane/escalate", "rdv_jane"],
    ["/api/sessions", undefined],
    ["/api/sessions/sess_new/escalate", "rdv_new"],
  ]);
  expect(conversation.state.thread.status).toBe("waiting");
  expect(conversation.state.trouble).toBeUndefined();
});

test.each([{ id: "c-2" }, { email: "ben@shop.example" }, null])(
  "the next customer, %o, reads nothing of the last",
  (user) => {
    stored = JANE;
    conversation.resume();
    conversation.setUser(user);
    expect(stored).toBeUndefined();
    expect(conversation.state.thread).toMatchObject({ messages: [], pending: [], status: undefined });
  },
);

test.each([{ id: "c-1", email: "jane@shop.example" }, { name: "Jane" }])("%o goes on with the conversation", (user) => {
  stored = JANE;
  conversation.resume();
  conversation.setUser(user);
  expect(stored).toEqual(JANE);
});

test("an anonymous conversation takes the first identity and is cleared for the second", async () => {
  answer = (call) => turn(call, "sess_a", "rdv_a");
  conversation.resume();
  await conversation.send("Hello");
  expect(stored).toEqual({ name: "sess_a", token: "rdv_a", readSeq: 0 });
  conversation.setUser({ email: "jane@shop.example" });
  expect(stored).toEqual({ name: "sess_a", token: "rdv_a", readSeq: 0, identity: "jane@shop.example" });
  expect(shown()).toEqual(["Hello"]);
  conversation.setUser({ email: "ben@shop.example" });
  expect(stored).toBeUndefined();
  expect(shown()).toEqual([]);
});

test("an answer that comes after the customer changed is not shown to the next", async () => {
  let finish: (response: Response) => void = () => undefined;
  answer = () =>
    new Promise((resolve) => {
      finish = resolve;
    });
  conversation.setUser({ id: "c-1" });
  const sending = conversation.send("My private order");
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  conversation.setUser({ id: "c-2" });
  finish(turn(calls[0] as Call, "sess_jane", "rdv_jane"));
  await sending;
  expect(stored).toBeUndefined();
  expect(conversation.state.thread).toMatchObject({ messages: [], pending: [] });
  expect(conversation.state).toMatchObject({ isAnswering: false, trouble: undefined });
});

test("the session that an answer names is adopted with its token", async () => {
  stored = { name: "sess_old", token: "rdv_old", readSeq: 5 };
  answer = (call) => turn(call, "sess_other", "rdv_other");
  conversation.resume();
  conversation.setUser({ id: "c-9" });
  await conversation.send("Hello");
  expect(stored).toEqual({ name: "sess_other", token: "rdv_other", readSeq: 0, identity: "c-9" });
  expect(shown()).toEqual(["Hello"]);
  await conversation.send("Again");
  expect(calls[1]).toMatchObject({ token: "rdv_other", body: { session_name: "sess_other" } });
});

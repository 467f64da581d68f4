import { expect, test } from "vitest";
import { EMPTY_THREAD, type Message, type Role, type ThreadAction, threadReducer } from "./thread";

const message = (seq: number, role: Role = "visitor", more: Partial<Message> = {}): Message => ({
  id: seq,
  seq,
  role,
  content: `message ${seq}`,
  created_at: "2026-01-01T00:00:00Z",
  ...more,
});
const after = (...actions: ThreadAction[]) => actions.reduce(threadReducer, EMPTY_THREAD);
const seqs = (...actions: ThreadAction[]) => after(...actions).messages.map(({ seq }) => seq);

test("messages stand in the order of seq, whatever order they come in", () => {
  expect(seqs({ type: "messages", messages: [message(3), message(1), message(2)] })).toEqual([1, 2, 3]);
});

test("a message that comes twice stands once", () => {
  const twice: ThreadAction = { type: "messages", messages: [message(1), message(2)] };
  expect(seqs(twice, twice)).toEqual([1, 2]);
  expect(after(twice, twice).lastSeq).toBe(2);
});

test("a sent message is pending until it comes back with its client id", () => {
  const sending: ThreadAction = { type: "sending", client_message_id: "c1", content: "hello", created_at: "" };
  expect(after(sending).pending).toEqual([
    { client_message_id: "c1", content: "hello", created_at: "", failed: false },
  ]);
  const back: ThreadAction = { type: "messages", messages: [message(1, "visitor", { client_message_id: "c1" })] };
  expect(after(sending, back).pending).toEqual([]);
  expect(after(sending, back).messages).toHaveLength(1);
});

test("a failed message can be sent again under the same client id and stands once", () => {
  const sending: ThreadAction = { type: "sending", client_message_id: "c1", content: "hello", created_at: "" };
  const failed: ThreadAction = { type: "failed", client_message_id: "c1" };
  expect(after(sending, failed).pending[0]?.failed).toBe(true);
  expect(after(sending, failed, sending).pending).toEqual([
    { client_message_id: "c1", content: "hello", created_at: "", failed: false },
  ]);
  expect(after(sending, failed, { type: "discarded", client_message_id: "c1" }).pending).toEqual([]);
});

test("deltas grow a draft that the finished answer replaces", () => {
  const deltas: ThreadAction[] = ["The ", "bike"].map((text) => ({ type: "delta", text }));
  expect(after(...deltas).draft).toBe("The bike");
  expect(after(...deltas, { type: "messages", messages: [message(2, "assistant")] }).draft).toBe("");
});

test("the visitor's own message leaves the draft alone", () => {
  expect(after({ type: "delta", text: "a" }, { type: "messages", messages: [message(1)] }).draft).toBe("a");
});

test("nothing of the assistant's answer shows once a person has taken over", () => {
  const taken: ThreadAction = {
    type: "status",
    change: { status: "human", epoch: 1, operator: { id: "usr_1", name: "Anna" } },
  };
  const state = after({ type: "delta", text: "half an ans" }, taken, { type: "delta", text: "wer" });
  expect(state.draft).toBe("");
  expect(state.operator).toEqual({ id: "usr_1", name: "Anna" });
});

test("a token that comes after the whole answer is dropped", () => {
  const state = after(
    { type: "delta", text: "a", in_reply_to: 1 },
    { type: "messages", messages: [message(2, "assistant", { in_reply_to: 1 })] },
    { type: "delta", text: "a", in_reply_to: 1 },
  );
  expect(state.draft).toBe("");
  expect(threadReducer(state, { type: "delta", text: "b", in_reply_to: 3 }).draft).toBe("b");
});

test("deltas of a turn from before the last change are dropped", () => {
  const state = after(
    { type: "status", change: { status: "bot", epoch: 2, operator: null } },
    { type: "delta", text: "old", epoch: 1 },
    { type: "delta", text: "new", epoch: 2 },
  );
  expect(state.draft).toBe("new");
});

test("a status of an older epoch changes nothing", () => {
  const state = after(
    { type: "status", change: { status: "human", epoch: 2, operator: "Anna" } },
    { type: "status", change: { status: "bot", epoch: 1, operator: null } },
  );
  expect([state.status, state.epoch, state.operator?.name]).toEqual(["human", 2, "Anna"]);
});

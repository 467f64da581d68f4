// @vitest-environment happy-dom
import { act, renderHook, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { setStage } from "../../ui/stage";
import { forgetChat } from "./kept";
import { messagesOf } from "./messages";
import { type Turn, useChat } from "./useChat";

setStage();
beforeEach(forgetChat);

let lastId = 0;
const turnOf = (answer: string, question = "why?"): Turn => {
  lastId += 1;
  return { id: lastId, model: "large", question, answer, state: "done" };
};

test("the newest messages that the API takes are sent, with the system prompt and the question", () => {
  const turns = Array.from({ length: 150 }, (_, number) => turnOf(`answer ${number}`));
  const { messages, isCut } = messagesOf(turns, "and now?", "Be short.");
  expect(messages).toHaveLength(200);
  expect(isCut).toBe(true);
  expect(messages[0]).toEqual({ role: "system", content: "Be short." });
  expect(messages.slice(-2)).toEqual([
    { role: "assistant", content: "answer 149" },
    { role: "user", content: "and now?" },
  ]);
  expect(messages[1]?.role).toBe("user");
});

test("an answer over the bound ends what is sent, and so do too many bytes", () => {
  const long = [turnOf("first"), turnOf("x".repeat(100_001)), turnOf("last")];
  expect(messagesOf(long, "q").messages.map(({ content }) => content)).toEqual(["why?", "last", "q"]);
  const wide = Array.from({ length: 20 }, () => turnOf("盔".repeat(90_000)));
  const { messages, isCut } = messagesOf(wide, "q");
  expect(isCut).toBe(true);
  expect(new TextEncoder().encode(JSON.stringify(messages)).length).toBeLessThan(1_000_000);
  expect(messages.length).toBeGreaterThan(3);
});

test("what is short is sent whole, without what was not answered", () => {
  const { messages, isCut } = messagesOf([turnOf("yes\0"), turnOf(""), turnOf("\0")], "q");
  expect(messages.map(({ content }) => content)).toEqual(["why?", "yes", "q"]);
  expect(isCut).toBe(false);
});

/** Streams that say they are done and stay open, as they do until the log has what they came to. */
function openStreams() {
  const signals: AbortSignal[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    signals.push((init?.signal ?? (input as Request).signal) as AbortSignal);
    const body = new ReadableStream({
      start: (to) => to.enqueue(new TextEncoder().encode("event: done\ndata: {}\n\n")),
    });
    return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  });
  return signals;
}

test.each([
  ["leaving the page ends no stream", false],
  ["clearing ends all streams that are open, not the last alone", true],
  ["signing out ends them, too", true],
])("%s", async (how, isOver) => {
  const signals = openStreams();
  const { result, unmount } = renderHook(() => useChat());
  for (const question of ["one", "two"]) {
    act(() => result.current.send(question, ["large"], {}));
    await waitFor(() => expect(result.current.isRunning).toBe(false));
  }
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
  if (how.startsWith("leaving")) unmount();
  else act(how.startsWith("clearing") ? result.current.clear : forgetChat);
  expect(signals.map(({ aborted }) => aborted)).toEqual([isOver, isOver]);
});

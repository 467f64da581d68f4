import { expect, test, vi } from "vitest";
import { openStream, pauseBefore, type StreamState } from "./stream";

type Answer = (headers: Headers) => Response;

/** A server that gives one answer after the other, and the headers it was asked with. */
function server(...answers: Answer[]) {
  const asked: Headers[] = [];
  const fetch = (async (_url: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    asked.push(headers);
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (!answer) throw new Error("no answer");
    return answer(headers);
  }) as typeof globalThis.fetch;
  return { fetch, asked };
}

const events = (text: string) => () => new Response(text);
const never = () => new Response(new ReadableStream());

test("reconnects after the end and asks to resume after the last id it saw", async () => {
  const { fetch, asked } = server(events("id: 4\ndata: {}\n\n"), never);
  const states: StreamState[] = [];
  const stream = openStream({
    url: "/e",
    headers: () => ({}),
    onEvent: () => undefined,
    onState: (state) => states.push(state),
    lastEventId: "2",
    fetch,
  });
  await vi.waitFor(() => expect(asked).toHaveLength(2), { timeout: 3000 });
  await vi.waitFor(() => expect(states).toEqual(["connecting", "open", "lost", "connecting", "open"]));
  stream.close();
  expect(asked.map((headers) => headers.get("Last-Event-ID"))).toEqual(["2", "4"]);
});

test("a refusal is asked about once and ends the stream when nothing can be done", async () => {
  const { fetch, asked } = server(() => new Response("", { status: 404 }));
  const refused: number[] = [];
  openStream({
    url: "/e",
    headers: () => ({}),
    onEvent: () => undefined,
    onRefused: (status) => {
      refused.push(status);
      return false;
    },
    fetch,
  });
  await vi.waitFor(() => expect(refused).toEqual([404]));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asked).toHaveLength(1);
});

test("hears nothing more once closed", async () => {
  const heard: string[] = [];
  let push: (text: string) => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      push = (text) => controller.enqueue(new TextEncoder().encode(text));
    },
  });
  const { fetch } = server(() => new Response(body));
  const stream = openStream({ url: "/e", headers: () => ({}), onEvent: ({ data }) => heard.push(data), fetch });
  push("data: a\n\n");
  await vi.waitFor(() => expect(heard).toEqual(["a"]));
  stream.close();
  push("data: b\n\n");
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(heard).toEqual(["a"]);
});

test("pauses grow to a ceiling and stay above half of it", () => {
  expect([0, 1, 2, 10].map((attempt) => pauseBefore(attempt, () => 1))).toEqual([400, 800, 1600, 15_000]);
  expect([0, 10].map((attempt) => pauseBefore(attempt, () => 0))).toEqual([200, 7500]);
});

import { expect, test } from "vitest";
import { eventBody, readEvents, type ServerEvent, SseParser } from "./sse";

const all = (parser: SseParser, ...chunks: string[]) => chunks.flatMap((chunk) => parser.push(chunk));

test("reads an event with its name, id and data", () => {
  expect(all(new SseParser(), 'id: 7\nevent: message\ndata: {"seq":7}\n\n')).toEqual([
    { event: "message", id: "7", data: '{"seq":7}' },
  ]);
});

test("gives the same events however the text is cut", () => {
  const text = "\uFEFFretry: 1000\r\n\r\nid: 1\r\nevent: delta\r\ndata: a\r\ndata: b\r\n\r\n: heartbeat\n\ndata:c\n\n";
  const whole = all(new SseParser(), text);
  expect(whole).toEqual([
    { event: "delta", id: "1", data: "a\nb" },
    { event: "message", id: undefined, data: "c" },
  ]);
  for (let cut = 1; cut < text.length; cut++) {
    expect(all(new SseParser(), text.slice(0, cut), text.slice(cut))).toEqual(whole);
  }
  expect(all(new SseParser(), ...text)).toEqual(whole);
});

test("keeps an unfinished event back", () => {
  const parser = new SseParser();
  expect(parser.push("data: half\n")).toEqual([]);
  expect(parser.push("\n")).toEqual([{ event: "message", id: undefined, data: "half" }]);
});

test("dispatches nothing for comments and for events without data", () => {
  expect(all(new SseParser(), ": heartbeat\n\nevent: status\n\n")).toEqual([]);
});

test("reads a response whose letters are cut between chunks", async () => {
  const bytes = new TextEncoder().encode("data: 自行车\n\n");
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
      controller.close();
    },
  });
  const events: ServerEvent[] = [];
  await readEvents(new Response(body), (event) => events.push(event));
  expect(events.map(({ data }) => data)).toEqual(["自行车"]);
});

test("a body that is not a JSON object reads as nothing", () => {
  const event = (data: string) => ({ event: "message", id: undefined, data });
  expect(eventBody(event('{"text":"a"}'))).toEqual({ text: "a" });
  expect(eventBody(event("3"))).toBeUndefined();
  expect(eventBody(event("{broken"))).toBeUndefined();
});

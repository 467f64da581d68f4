/** Server-sent events over fetch: EventSource cannot send an Authorization header. */

export interface ServerEvent {
  event: string;
  data: string;
  id: string | undefined;
}

/** Turns chunks of text into events as the HTML standard's "event stream interpretation" says. */
export class SseParser {
  private buffer = "";
  private sawFirstChunk = false;
  private event = "";
  private data: string[] = [];
  private id: string | undefined;

  push(chunk: string): ServerEvent[] {
    let text = chunk;
    if (!this.sawFirstChunk && text.length > 0) {
      this.sawFirstChunk = true;
      if (text.startsWith("\uFEFF")) text = text.slice(1);
    }
    this.buffer += text;
    const events: ServerEvent[] = [];
    for (let line = this.takeLine(); line !== undefined; line = this.takeLine()) {
      const event = this.readLine(line);
      if (event) events.push(event);
    }
    return events;
  }

  /** The next whole line. A trailing CR waits for the next chunk, which may bring its LF. */
  private takeLine(): string | undefined {
    const end = this.buffer.search(/[\r\n]/);
    if (end < 0) return undefined;
    const isReturn = this.buffer[end] === "\r";
    if (isReturn && end === this.buffer.length - 1) return undefined;
    const line = this.buffer.slice(0, end);
    this.buffer = this.buffer.slice(isReturn && this.buffer[end + 1] === "\n" ? end + 2 : end + 1);
    return line;
  }

  private readLine(line: string): ServerEvent | undefined {
    if (line === "") return this.dispatch();
    if (line.startsWith(":")) return undefined;
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const raw = colon < 0 ? "" : line.slice(colon + 1);
    const value = raw.startsWith(" ") ? raw.slice(1) : raw;
    if (field === "event") this.event = value;
    else if (field === "data") this.data.push(value);
    else if (field === "id" && !value.includes("\0")) this.id = value;
    return undefined;
  }

  private dispatch(): ServerEvent | undefined {
    const { event, data, id } = this;
    this.event = "";
    this.data = [];
    this.id = undefined;
    return data.length > 0 ? { event: event || "message", data: data.join("\n"), id } : undefined;
  }
}

/** Reads a response to its end, handing over each event; `onBytes` also hears heartbeats. */
export async function readEvents(
  response: Response,
  onEvent: (event: ServerEvent) => void,
  onBytes?: () => void,
): Promise<void> {
  if (!response.body) return;
  const parser = new SseParser();
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onBytes?.();
    for (const event of parser.push(decoder.decode(value, { stream: true }))) onEvent(event);
  }
}

/** The JSON of an event, or undefined when it is not an object. */
export function eventBody<T extends object>(event: ServerEvent): T | undefined {
  try {
    const body: unknown = JSON.parse(event.data);
    return typeof body === "object" && body !== null ? (body as T) : undefined;
  } catch {
    return undefined;
  }
}

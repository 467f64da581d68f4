/** The chat playground: a model of the gateway, asked as the signed-in person. */
import { eventBody, readEvents } from "../../../shared/sse";
import { client, type Schema } from "./client";

export type Asked = Schema<"PlaygroundChat">;
/** What a request came to, as its row in the log has it. */
export type Usage = Pick<
  Schema<"LoggedRequestOut">,
  "request_id" | "upstream" | "tokens_in" | "tokens_out" | "tokens_estimated" | "cost_nanos" | "currency"
>;

export interface Refusal {
  code: string;
  message: string;
  /** Of HTTP: the upstream's own where it refused. */
  status?: number;
}

interface Heard {
  onBegun: (requestId: string) => void;
  onText: (text: string) => void;
  /** With the upstream's `finish_reason`; null where the answer ended without one. */
  onDone: (finish: string | null) => void;
  onRefused: (refusal: Refusal) => void;
  onUsage: (usage: Usage) => void;
}

/** Returns at the end of the stream. What is refused before it begins is thrown. */
export async function chat(body: Asked, signal: AbortSignal, heard: Heard): Promise<void> {
  const { response } = await client.POST("/api/playground/chat", { body, signal, parseAs: "stream" });
  await readEvents(response, (event) => {
    const content = eventBody<Refusal & Usage & { text: string; finish: string | null }>(event);
    if (!content) return;
    if (event.event === "begun") heard.onBegun(content.request_id);
    else if (event.event === "delta") heard.onText(content.text);
    else if (event.event === "done") heard.onDone(content.finish);
    else if (event.event === "error") heard.onRefused(content);
    else if (event.event === "usage") heard.onUsage(content);
  });
}

const LOOKS = 12;
const LOOK_EVERY_MS = 500;

/** What a request came to that ended before the server said so, as soon as the log has it. */
export async function findUsage(requestId: string, isWanted: () => boolean): Promise<Usage | undefined> {
  for (let look = 0; look < LOOKS && isWanted(); look += 1) {
    const query = { q: requestId, limit: 1 };
    const { data } = await client.GET("/api/admin/logs", { params: { query } });
    if (data?.items[0]) return data.items[0];
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
  }
  return undefined;
}

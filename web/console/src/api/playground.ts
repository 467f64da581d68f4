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
}

interface Heard {
  onText: (text: string) => void;
  onDone: () => void;
  onRefused: (refusal: Refusal) => void;
  onUsage: (usage: Usage) => void;
}

/** Returns at the end of the stream. What is refused before it begins is thrown. */
export async function chat(body: Asked, signal: AbortSignal, heard: Heard): Promise<void> {
  const { response } = await client.POST("/api/playground/chat", { body, signal, parseAs: "stream" });
  await readEvents(response, (event) => {
    const content = eventBody<Refusal & Usage & { text: string }>(event);
    if (!content) return;
    if (event.event === "delta") heard.onText(content.text);
    else if (event.event === "done") heard.onDone();
    else if (event.event === "error") heard.onRefused(content);
    else if (event.event === "usage") heard.onUsage(content);
  });
}

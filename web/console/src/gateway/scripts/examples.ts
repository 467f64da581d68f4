/** Scripts to begin with, and samples to try them on. */
import type { Schema } from "../../api/client";

export type Script = Schema<"ScriptOut">;
/** A source that has been saved, by its version. */
export type SavedSource = Pick<Script, "version" | "source">;
export type ScriptFields = Omit<Schema<"ScriptCreate">, "enabled">;
export type Phase = Schema<"ScriptTest">["phase"];

export const EXAMPLES = {
  header: {
    phase: "request",
    source: `function onRequest(request) {
  request.headers["x-shop"] = "tea-house";
}
`,
  },
  dropField: {
    phase: "request",
    source: `function onRequest(request) {
  if (request.json) delete request.json.user;
}
`,
  },
  capTokens: {
    phase: "request",
    source: `const MOST = 1024;

function onRequest(request) {
  const { json } = request;
  if (!json || !json.model) return;
  json.max_tokens = Math.min(json.max_tokens ?? MOST, MOST);
}
`,
  },
  maskMail: {
    phase: "response",
    source: `const MAIL = /[\\w.+-]{1,64}@(?:[\\w-]{1,63}\\.){1,8}[a-z]{2,24}/gi;

function onResponse(response) {
  for (const { message } of response.json?.choices ?? []) {
    if (typeof message?.content === "string") {
      message.content = message.content.replace(MAIL, "***");
    }
  }
}
`,
  },
} satisfies Record<string, { phase: Phase; source: string }>;

export type ExampleKey = keyof typeof EXAMPLES;

const text = (value: unknown) => JSON.stringify(value, null, 2);

export const SAMPLE_REQUEST = text({
  method: "POST",
  path: "/v1/chat/completions",
  headers: { "content-type": "application/json" },
  model: "gpt-4o-mini",
  json: {
    model: "gpt-4o-mini",
    user: "customer-17",
    max_tokens: 4000,
    messages: [{ role: "user", content: "Who do I write to?" }],
  },
});

export const SAMPLE_RESPONSE = text({
  status: 200,
  headers: { "content-type": "application/json" },
  json: { choices: [{ message: { role: "assistant", content: "Write to ann@shop.example." } }] },
});

/**
 * What the vendors' own SDKs make of the relay: `node run.mjs BASE_URL KEY MODEL VENDOR` prints it as JSON.
 * VENDOR is whose SDK asks; MODEL is a route's name. With `proxy` as MODEL the SDK asks through `/proxy/stub`.
 */
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";

const [base, key, model, vendor] = process.argv.slice(2);
const throughProxy = model === "proxy";
const place = throughProxy ? `${base}/proxy/stub` : base;
const schema = { type: "object", properties: { place: { type: "string" } } };
const messages = [{ role: "user", content: "Hi" }];

async function openai() {
  const sdk = new OpenAI({ apiKey: key, baseURL: `${place}/v1`, maxRetries: 0 });
  const asked = { model, messages };
  const plain = await sdk.chat.completions.create(asked);
  let streamed = "";
  for await (const chunk of await sdk.chat.completions.create({ ...asked, stream: true })) {
    streamed += chunk.choices[0]?.delta?.content ?? "";
  }
  const tools = [{ type: "function", function: { name: "get_weather", parameters: schema } }];
  const called = await sdk.chat.completions.create({ ...asked, tools });
  return {
    text: plain.choices[0].message.content,
    tokens: [plain.usage.prompt_tokens, plain.usage.completion_tokens],
    streamed,
    tool: called.choices[0].message.tool_calls.map((call) => [call.function.name, JSON.parse(call.function.arguments)]),
    error: await failure(() => sdk.chat.completions.create({ ...asked, model: "nobody" })),
    refused: await failure(() =>
      new OpenAI({ apiKey: "rd_wrong", baseURL: `${place}/v1`, maxRetries: 0 }).chat.completions.create(asked),
    ),
  };
}

async function embeddings() {
  const sdk = new OpenAI({ apiKey: key, baseURL: `${place}/v1`, maxRetries: 0 });
  const found = await sdk.embeddings.create({ model, input: "bicycle", encoding_format: "float" });
  return { vector: found.data[0].embedding };
}

async function anthropic() {
  const sdk = new Anthropic({ apiKey: key, baseURL: place, maxRetries: 0 });
  const asked = { model, max_tokens: 50, messages };
  const plain = await sdk.messages.create(asked);
  const stream = sdk.messages.stream(asked);
  const streamed = await stream.finalText();
  const called = await sdk.messages.create({ ...asked, tools: [{ name: "get_weather", input_schema: schema }] });
  return {
    text: plain.content[0].text,
    tokens: [plain.usage.input_tokens, plain.usage.output_tokens],
    streamed,
    tool: called.content.filter((block) => block.type === "tool_use").map((block) => [block.name, block.input]),
    error: await failure(() => sdk.messages.create({ ...asked, model: "nobody" })),
    refused: await failure(() =>
      new Anthropic({ apiKey: "rd_wrong", baseURL: place, maxRetries: 0 }).messages.create(asked),
    ),
  };
}

async function failure(ask) {
  try {
    await ask();
    return null;
  } catch (error) {
    return { status: error.status, kind: error.constructor.name };
  }
}

process.stdout.write(JSON.stringify(await { openai, embeddings, anthropic }[vendor]()));

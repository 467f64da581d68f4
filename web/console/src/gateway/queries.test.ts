import { expect, test } from "vitest";
import { ALL_AUTOMATIC } from "./DialectFields";
import { presetOf } from "./queries";

const presets = ["api.openai.com", "openai.azure.com"].map((host) => ({ name: host, host, dialect: ALL_AUTOMATIC }));

test.each([
  ["https://api.openai.com", "api.openai.com"],
  ["https://API.OpenAI.com:443/v1", "api.openai.com"],
  ["https://shop.openai.azure.com/openai", "openai.azure.com"],
  ["https://notapi.openai.com", undefined],
  ["https://evil.example/api.openai.com", undefined],
  ["api.openai.com", undefined],
  ["", undefined],
])("%s is %s's", (address, host) => {
  expect(presetOf(presets, address)?.host).toBe(host);
});

import { expect, test } from "vitest";
import type { Dialect } from "../resources";
import { ALL_AUTOMATIC, presetOf, presetsWith } from "./presets";

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

test("the presets of an upstream are all with its values, and none where all is automatic", () => {
  const own: Dialect = { ...ALL_AUTOMATIC, reasoning: "reasoning_effort", fills_properties: true };
  const named = (name: string, dialect = own) => ({ name, host: `${name}.example`, dialect });
  const known = [named("plain", ALL_AUTOMATIC), named("one"), named("two")];
  const namesWith = (dialect?: Dialect) => presetsWith(known, dialect).map(({ name }) => name);
  expect(namesWith({ ...own, default_max_tokens: 5 })).toEqual(["one", "two"]);
  expect(namesWith({ ...own, fills_properties: false })).toEqual([]);
  expect(namesWith(ALL_AUTOMATIC)).toEqual([]);
  expect(namesWith()).toEqual([]);
});

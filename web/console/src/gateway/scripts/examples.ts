/** Scripts to begin with, and samples to try them on. */
import type { Schema } from "../../api/client";
import capTokens from "./examples/capTokens.js?raw";
import dropField from "./examples/dropField.js?raw";
import header from "./examples/header.js?raw";
import maskMail from "./examples/maskMail.js?raw";
import request from "./examples/request.json";
import response from "./examples/response.json";

export type Script = Schema<"ScriptOut">;
/** A source that has been saved, by its version. */
export type SavedSource = Pick<Script, "version" | "source">;
export type ScriptFields = Omit<Schema<"ScriptCreate">, "enabled">;
export type Phase = Schema<"ScriptTest">["phase"];

export const EXAMPLES = {
  header: { phase: "request", source: header },
  dropField: { phase: "request", source: dropField },
  capTokens: { phase: "request", source: capTokens },
  maskMail: { phase: "response", source: maskMail },
} satisfies Record<string, { phase: Phase; source: string }>;

export type ExampleKey = keyof typeof EXAMPLES;

const text = (value: unknown) => JSON.stringify(value, null, 2);

export const SAMPLE_REQUEST = text(request);
export const SAMPLE_RESPONSE = text(response);

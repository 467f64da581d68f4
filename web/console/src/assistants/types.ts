import type { Schema } from "../api/client";
import { resource } from "../api/resources";

export type Assistant = Schema<"AssistantOut">;

export const ASSISTANTS = resource("/api/assistants", "/api/assistants/{assistant_id}", {
  words: "assistants",
  permission: "assistants.write",
  nameOf: ({ name }) => name,
  switchedBy: "is_enabled",
});

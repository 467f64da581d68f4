import type { Schema } from "../api/client";

export type Assistant = Schema<"AssistantOut">;

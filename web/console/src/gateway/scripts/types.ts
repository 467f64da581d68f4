/** Scripts and what belongs to them. */
import type { Schema } from "../../api/client";

export type Script = Schema<"ScriptOut">;
export type ScriptFields = Omit<Schema<"ScriptCreate">, "enabled">;
export type Trial = Schema<"ScriptTestResult">;
export type Phase = Schema<"ScriptTest">["phase"];

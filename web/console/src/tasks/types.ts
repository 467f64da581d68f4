import type { Schema } from "../api/client";
import { wordsOf } from "../words";

export type Task = Schema<"TaskOut">;
export type ListedTask = Schema<"TaskListed">;
export type Status = Task["status"];

const FINISHED: Status[] = ["succeeded", "failed", "cancelled"];

/** What a kind of task does, where there are words for it. */
export const kindWords = (kind: string) => wordsOf(`task.kindOf.${kind.replace(".", "_")}`);

export const isFinished = ({ status }: Pick<Task, "status">) => FINISHED.includes(status);
export const isRetryable = ({ status }: Pick<Task, "status">) => status === "failed" || status === "cancelled";

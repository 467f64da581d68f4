import type { Schema } from "../api/client";
import { wordsOf } from "../words";

export type Task = Schema<"TaskOut">;
export type ListedTask = Schema<"TaskListed">;
export type Status = Task["status"];

const FINISHED: Status[] = ["succeeded", "failed", "cancelled"];

/** What a kind of task does, where there are words for it. */
export const kindWords = (kind: string) => wordsOf(`task.kindOf.${kind.replace(".", "_")}`);

/** What one does to a task. */
export type TaskAction = "cancel" | "retry";

export const isFinished = ({ status }: Pick<Task, "status">) => FINISHED.includes(status);
/** By what is done to a task, whether its state allows it. */
export const ALLOWS: Record<TaskAction, (task: Pick<Task, "status">) => boolean> = {
  cancel: (task) => !isFinished(task),
  retry: ({ status }) => status === "failed" || status === "cancelled",
};

import type { Schema } from "../api/client";

export type Task = Schema<"TaskOut">;
export type ListedTask = Schema<"TaskListed">;
export type Status = Task["status"];

export const STATUSES: Status[] = ["queued", "running", "retrying", "scheduled", "succeeded", "failed", "cancelled"];
const FINISHED: Status[] = ["succeeded", "failed", "cancelled"];

export const isFinished = ({ status }: Pick<Task, "status">) => FINISHED.includes(status);
export const isRetryable = ({ status }: Pick<Task, "status">) => status === "failed" || status === "cancelled";

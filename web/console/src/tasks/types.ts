/** Tasks as the server gives them, what may be done with each, and their times in words. */
import { t } from "i18next";
import type { Schema } from "../api/client";
import { formatMs, formatNumber, UNITS } from "../format";

import { wordsOf } from "../words";

export type Task = Schema<"TaskOut">;
export type ListedTask = Schema<"TaskListed">;
export type TaskAction = Schema<"BulkAct">["action"];

/** What a kind of task does, where there are words for it. */
export const kindWords = (kind: string) => wordsOf(`task.kindOf.${kind.replace(".", "_")}`);
export const kindName = (kind: string) => kindWords(kind) ?? kind;

/** Why a task failed, in our words or else, and so labelled, in its program's. */
export const failure = (error: string, code?: string | null): string =>
  needed(error) ?? reasonIn(code) ?? t("task.failedWith", { error });

/** What the code of a failure means: one of the tasks' own, or of any error that the server answers with. */
export const reasonWords = (code: string): string | undefined =>
  wordsOf(`task.reasonOf.${code}`) ?? wordsOf(`problem.code.${code}`);

/** Of a handler's own error its words say more than its code. */
function reasonIn(code: string | null | undefined): string | undefined {
  return code && code !== "HANDLER_FAILED" ? wordsOf(`task.reasonOf.${code}`) : undefined;
}

/** What the list says of a task: why it failed, else what it tells. */
export const noteOf = ({ kind, error, error_code, message }: ListedTask): string =>
  needed(error) ?? reasonIn(error_code) ?? error ?? ownMessage(kind, message) ?? message;

/** What a task of Relaydesk's own says of how far it is, in words; undefined where a program speaks for itself. */
export function ownMessage(kind: string, message: string): string | undefined {
  const told = kind === "models.infer_batch" && /^(\d+) lines?(?:, (\d+) of them refused)?$/.exec(message);
  if (!told) return undefined;
  const [lines, refused] = [Number(told[1]), Number(told[2] ?? 0)];
  const words = t("task.lines", { count: lines, amount: formatNumber(lines) });
  return refused > 0 ? t("task.linesRefused", { lines: words, amount: formatNumber(refused) }) : words;
}

/** What is said of a task that needed another one. */
export function needed(error: string | null): string | undefined {
  const [, id, end] = /^(task_\w+), on which it depends, (failed|was cancelled)$/.exec(error ?? "") ?? [];
  return id && t(`task.needed.${end === "failed" ? end : "cancelled"}`, { id });
}

/** Where tasks are listed under these filters. */
export const tasksAt = (filters: Record<string, string>) => `/tasks?${new URLSearchParams(filters)}`;

const FINISHED: Task["status"][] = ["succeeded", "failed", "cancelled"];
const WAITING: Task["status"][] = ["waiting", "scheduled", "queued", "retrying"];

export const isFinished = ({ status }: Pick<Task, "status">) => FINISHED.includes(status);

type Standing = Pick<Task, "status"> & Partial<Pick<Task, "checkpoint">>;

/** By what is done to a task, whether its state allows it. */
export const ALLOWS: Record<TaskAction, (task: Standing) => boolean> = {
  cancel: (task) => !isFinished(task),
  retry: ({ status }) => status === "failed" || status === "cancelled",
  // one that runs rests at its next checkpoint, where it has any
  pause: ({ status, checkpoint }) => WAITING.includes(status) || (status === "running" && !!checkpoint),
  resume: ({ status }) => status === "paused",
};

/** Whether a task of a list may be asked it: whether one that runs has checkpoints, a list doesn't say. */
export const mayTake = (action: TaskAction, task: ListedTask): boolean =>
  ALLOWS[action](task) || (action === "pause" && task.status === "running");

/** How long its last attempt took, pauses and all, or has taken so far; undefined while none runs. */
export function runMsOf(task: Pick<Task, "status" | "started_at" | "finished_at">, nowMs: number): number | undefined {
  if (!task.started_at || !(task.status === "running" || task.finished_at)) return undefined;
  const endMs = task.finished_at ? Date.parse(task.finished_at) : nowMs;
  return Math.max(0, endMs - Date.parse(task.started_at));
}

/** "240 ms", "3m 20s", "2h 5m": the two largest units that say something. */
export function formatDuration(ms: number): string {
  if (ms < 60_000) return formatMs(ms);
  let left = Math.round(ms / 1000);
  const largest = UNITS.findIndex(([, size]) => left >= size);
  return UNITS.slice(largest, largest + 2)
    .flatMap(([unit, size]) => {
      const count = Math.floor(left / size);
      left -= count * size;
      return count > 0 ? [formatNumber(count, { style: "unit", unit, unitDisplay: "narrow" })] : [];
    })
    .join(" ");
}

export type SpanUnit = (typeof UNITS)[number][0];
export const SPAN_UNITS = UNITS.map(([unit]) => unit).toReversed();
export const secondsIn = (unit: SpanUnit): number => UNITS.find(([one]) => one === unit)?.[1] ?? 1;

/** Seconds as whole ones of the largest unit that divides them: 300 are 5 minutes. */
export function spanOf(seconds: number): { amount: number; unit: SpanUnit } {
  const [unit, size] = UNITS.find((one) => seconds >= one[1] && seconds % one[1] === 0) ?? ["second" as const, 1];
  return { amount: seconds / size, unit };
}

/** "5 minutes" */
export function formatSpan(seconds: number): string {
  const { amount, unit } = spanOf(seconds);
  return formatNumber(amount, { style: "unit", unit, unitDisplay: "long" });
}

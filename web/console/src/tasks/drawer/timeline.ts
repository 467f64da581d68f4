/** What has happened to a task, in the order of time: from its row, and from the failures and pauses in its log. */
import { t } from "i18next";
import type { Schema } from "../../api/client";
import type { Tone } from "../../ui/Status";
import { countedOf } from "../attempts";
import type { Task } from "../types";

export type Line = Schema<"LineOut">;

export interface Moment {
  what: "created" | "due" | "failed" | "started" | "paused" | "resumed" | "ended";
  at: string;
  /** Since the moment before. */
  afterMs?: number;
  attempt?: number;
  note?: string;
  tone: Tone;
}

const TONES: Record<string, Tone> = { succeeded: "good", failed: "bad" };
/** A task that is due at once is told its time a moment after it was made. */
const AT_ONCE_MS = 1000;

/** The lines that no attempt told, as the server writes them. */
const CHANGES: Record<string, Moment["what"]> = {
  paused: "paused",
  "paused while it waited": "paused",
  resumed: "resumed",
};
const changeOf = ({ level, message }: Line) => (level === "state" ? CHANGES[message] : undefined);

/** What a line of the log says, in words where it is the server's own. */
export function lineWords(line: Line): string {
  const change = changeOf(line);
  return change === "paused" || change === "resumed" ? t(`task.moment.${change}`) : line.message;
}

/** The last error of each attempt is why it failed, where it did; the end of a task that has failed is told by its row. */
function failuresIn(lines: Line[], task: Task): Line[] {
  const last = new Map(lines.filter(({ level }) => level === "error").map((line) => [line.attempt, line]));
  const hasFailed = task.error !== null && task.status !== "failed";
  return [...last.values()].filter(({ attempt }) => attempt < task.attempt || hasFailed);
}

export function momentsOf(task: Task, lines: Line[]): Moment[] {
  const counted = countedOf(task);
  const changes = lines.filter((line) => changeOf(line));
  // what is paused or resumed is due anew by that
  const dueAgain = [task.created_at, ...changes.map(({ at }) => at)].map((at) => Date.parse(at) + AT_ONCE_MS);
  const isDueLater = dueAgain.every((at) => Date.parse(task.run_at) > at);
  const attempt = counted(task.attempt);
  const moments: Moment[] = [
    { what: "created", at: task.created_at, tone: "calm" },
    ...failuresIn(lines, task).map(
      (line): Moment => ({
        what: "failed",
        at: line.at,
        attempt: counted(line.attempt),
        note: line.message,
        tone: "near",
      }),
    ),
    ...changes.map((line): Moment => ({ what: changeOf(line) ?? "paused", at: line.at, tone: "calm" })),
    ...(isDueLater ? [{ what: "due", at: task.run_at, tone: "calm" } as const] : []),
    ...(task.started_at ? [{ what: "started", at: task.started_at, attempt, tone: "active" } as const] : []),
    ...(task.finished_at
      ? [{ what: "ended", at: task.finished_at, tone: TONES[task.status] ?? ("calm" as const) } as const]
      : []),
  ];
  return moments
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .map((moment, index, all) => {
      const before = all[index - 1];
      return before ? { ...moment, afterMs: Date.parse(moment.at) - Date.parse(before.at) } : moment;
    });
}

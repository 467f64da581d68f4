import { useTranslation } from "react-i18next";
import { Status, type Tone } from "./Status";

const TONES: Record<string, Tone> = {
  succeeded: "good",
  failed: "bad",
  running: "active",
  retrying: "near",
  partial: "near",
};

const KNOWN = [
  "waiting",
  "scheduled",
  "queued",
  "running",
  "retrying",
  "paused",
  "succeeded",
  "failed",
  "cancelled",
  "partial",
] as const;

/** The state of a task or sync in words; one the console does not know shows as the server says it. */
export function TaskStatus({ status }: { status: string }) {
  const { t } = useTranslation();
  const known = KNOWN.find((name) => name === status);
  return <Status tone={TONES[status] ?? "calm"}>{known ? t(`task.status.${known}`) : status}</Status>;
}

import { wordsOf } from "../words";
import { Status, type Tone } from "./Status";

const TONES: Record<string, Tone> = {
  succeeded: "good",
  failed: "bad",
  running: "active",
  retrying: "near",
  partial: "near",
};

/** The state of a task or sync in words; one the console does not know shows as the server says it. */
export function TaskStatus({ status }: { status: string }) {
  return <Status tone={TONES[status] ?? "calm"}>{wordsOf(`task.status.${status}`) ?? status}</Status>;
}

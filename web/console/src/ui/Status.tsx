import { Tooltip } from "antd";
import { wordsOf } from "../words";

export type Tone = "good" | "near" | "bad" | "calm" | "active";

interface Props {
  tone: Tone;
  children: string;
  /** Why it is so, on hover. */
  hint?: string | null | undefined;
}

/** A dot and a word: colour never stands alone and only where it means something. */
export function Status({ tone, children, hint }: Props) {
  const status = (
    <span className="status" data-tone={tone}>
      <i aria-hidden="true" />
      {children}
    </span>
  );
  return hint ? <Tooltip title={hint}>{status}</Tooltip> : status;
}

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

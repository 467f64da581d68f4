import { Tooltip } from "antd";
import { wordsOf } from "../words";

export type Tone = "good" | "near" | "bad" | "calm" | "active";

interface Props {
  tone: Tone;
  children: string;
  /** Why it is so, on hover, by keyboard or by touch. */
  hint?: string | null | undefined;
}

/** A dot and a word: colour never stands alone and only where it means something. */
export function Status({ tone, children, hint }: Props) {
  const shape = { className: "status", "data-tone": tone };
  const shown = (
    <>
      <i aria-hidden="true" />
      {children}
    </>
  );
  if (!hint) return <span {...shape}>{shown}</span>;
  return (
    <Tooltip title={hint} trigger={["hover", "focus"]}>
      <button type="button" {...shape}>
        {shown}
      </button>
    </Tooltip>
  );
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

interface CodedProps {
  /** Without any, the code alone is shown. */
  words: string | undefined;
  code: string;
}

/** What a code of the server means, in the reader's language; the code itself stands small behind it. */
export function Coded({ words, code }: CodedProps) {
  if (words === undefined) return <span className="mono">{code}</span>;
  return (
    <>
      {words} <span className="mono soft small">{code}</span>
    </>
  );
}

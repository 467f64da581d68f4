import { Tooltip } from "antd";

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

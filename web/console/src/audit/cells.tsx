import { Coded } from "../ui/Coded";
import type { Tone } from "../ui/Status";
import { type AuditEntry, nameOfTarget } from "./types";

export const TONES: Record<AuditEntry["outcome"], Tone> = { done: "good", failed: "near", refused: "bad" };

interface Props {
  entry: AuditEntry;
  /** Without the id, which is shown on hover. */
  isShort?: boolean;
}

/** What it was done to: by its name where the entry has one. */
export function Target({ entry, isShort = false }: Props) {
  const name = nameOfTarget(entry);
  if (!name || name === entry.target) return <span className="mono">{entry.target || "–"}</span>;
  if (isShort) return <span title={entry.target}>{name}</span>;
  return <Coded words={name} code={entry.target} />;
}

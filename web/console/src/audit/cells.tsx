import { useTranslation } from "react-i18next";
import { Coded } from "../ui/Coded";
import { Status, type Tone } from "../ui/Status";
import { type AuditEntry, keysIn, nameOfTarget, wordsOfTarget } from "./types";

/** Of a sign-in by an address that nobody has. */
const NO_ACCOUNT = "no such account";
const TONES: Record<AuditEntry["outcome"], Tone> = { done: "good", failed: "near", refused: "bad" };

export function Outcome({ of: outcome }: { of: AuditEntry["outcome"] }) {
  const { t } = useTranslation();
  return <Status tone={TONES[outcome]}>{t(`audit.outcomes.${outcome}`)}</Status>;
}

interface Props {
  entry: AuditEntry;
  /** Without the id, which is shown on hover. */
  isShort?: boolean;
}

/** What it was done to: by its name where the entry has one. */
export function Target({ entry, isShort = false }: Props) {
  const { t, i18n } = useTranslation();
  const words = wordsOfTarget(entry.target);
  const keys = keysIn(entry.target);
  const name = nameOfTarget(entry);
  if (entry.target === NO_ACCOUNT) return t("audit.noAccount");
  if (keys !== undefined) return t("moving.keys", { count: keys });
  if (i18n.exists(words)) return t(words as never);
  if (!name || name === entry.target) return <span className="mono">{entry.target || "–"}</span>;
  if (isShort) return <span title={entry.target}>{name}</span>;
  return <Coded words={name} code={entry.target} />;
}

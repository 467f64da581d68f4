import { useTranslation } from "react-i18next";
import { formatExact } from "../format";
import { Fact, Facts } from "../ui/Fact";
import { RowDrawer } from "../ui/RowDrawer";
import { Coded, Status, type Tone } from "../ui/Status";
import {
  type AuditEntry,
  actionOf,
  actorOf,
  countIn,
  detailsIn,
  nameOfTarget,
  titleOfTarget,
  wordsOfTarget,
} from "./types";

/** One entry with all that was recorded. */
export function AuditDrawer({ entry, onClose }: { entry: AuditEntry | undefined; onClose: () => void }) {
  return (
    <RowDrawer
      of={entry}
      onClose={onClose}
      size={560}
      title={({ action }) => <Coded words={actionOf(action)} code={action} />}
    >
      {(shown) => <Entry entry={shown} />}
    </RowDrawer>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  const details = detailsIn(entry.details);
  return (
    <>
      <Facts
        of={{
          [t("audit.at")]: formatExact(entry.at),
          [t("audit.actor")]: <Coded words={actorOf(entry)} code={entry.actor} />,
          [t("audit.target")]: <Target entry={entry} />,
          [t("audit.outcome")]: <Outcome of={entry.outcome} />,
          [t("audit.address")]: entry.address || "–",
          [t("audit.request")]: <span className="mono">{entry.request_id || "–"}</span>,
        }}
      />
      {details.length > 0 && <h3>{t("audit.details")}</h3>}
      <dl className="facts">
        {details.map(({ name, before, value }) => (
          <Fact key={`${name} ${value}`} name={name}>
            {before !== undefined && (
              <>
                <span className="visually-hidden">{t("audit.before")} </span>
                <del className="soft">{before}</del>
                <span aria-hidden="true"> → </span>
                <span className="visually-hidden">{t("audit.after")} </span>
              </>
            )}
            {value}
          </Fact>
        ))}
      </dl>
    </>
  );
}

const TONES: Record<AuditEntry["outcome"], Tone> = { done: "good", failed: "near", refused: "bad" };

export function Outcome({ of: outcome }: { of: AuditEntry["outcome"] }) {
  const { t } = useTranslation();
  return <Status tone={TONES[outcome]}>{t(`audit.outcomes.${outcome}`)}</Status>;
}

interface TargetProps {
  entry: AuditEntry;
  /** Without the id, which is shown on hover. */
  isShort?: boolean;
}

/** What it was done to: by its name where the entry has one. */
export function Target({ entry, isShort = false }: TargetProps) {
  const { t, i18n } = useTranslation();
  const words = wordsOfTarget(entry.target);
  const name = nameOfTarget(entry);
  const count = countIn(entry.target);
  if (i18n.exists(words, { count })) return t(words as never, { count });
  if (!name) return <span className="mono">{entry.target || "–"}</span>;
  if (name === entry.target) return name;
  if (isShort) return <span title={titleOfTarget(entry.target)}>{name}</span>;
  return <Coded words={name} code={entry.target} />;
}

import { useTranslation } from "react-i18next";
import { formatExact } from "../format";
import { Coded } from "../ui/Coded";
import { Fact } from "../ui/Fact";
import { RowDrawer } from "../ui/RowDrawer";
import { Status } from "../ui/Status";
import { Target, TONES } from "./cells";
import type { AuditEntry } from "./types";
import { actionOf, actorOf, detailsIn } from "./words";

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
      <dl className="facts">
        <Fact name={t("audit.at")}>{formatExact(entry.at)}</Fact>
        <Fact name={t("audit.actor")}>
          <Coded words={actorOf(entry)} code={entry.actor} />
        </Fact>
        <Fact name={t("audit.target")}>
          <Target entry={entry} />
        </Fact>
        <Fact name={t("audit.outcome")}>
          <Status tone={TONES[entry.outcome]}>{t(`audit.outcomes.${entry.outcome}`)}</Status>
        </Fact>
        <Fact name={t("audit.address")}>{entry.address || "–"}</Fact>
        <Fact name={t("audit.request")}>
          <span className="mono">{entry.request_id || "–"}</span>
        </Fact>
      </dl>
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

import { useTranslation } from "react-i18next";
import { formatExact } from "../format";
import { Coded } from "../ui/Coded";
import { Fact, Facts } from "../ui/Fact";
import { RowDrawer } from "../ui/RowDrawer";
import { Outcome, Target } from "./cells";
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

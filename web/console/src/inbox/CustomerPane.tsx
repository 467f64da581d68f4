import { useTranslation } from "react-i18next";
import { asPerson } from "../../../shared/thread";
import { Time } from "../ui/Time";
import { assistantName, type Session, visitorName } from "./types";

export function CustomerPane({ session }: { session: Session }) {
  const { t } = useTranslation();
  const name = visitorName(session, t("inbox.visitor"));
  const operator = asPerson(session.operator);
  return (
    <aside className="customer" aria-label={t("inbox.customer")}>
      <div className="customer-head">
        <span className="customer-avatar" aria-hidden="true">
          {name.slice(0, 1).toUpperCase()}
        </span>
        <div>
          <strong>{name}</strong>
          {session.visitor?.email && <div className="soft small">{session.visitor.email}</div>}
        </div>
      </div>
      <h3>{t("inbox.conversation")}</h3>
      <dl>
        <dt>{t("inbox.started")}</dt>
        <dd>
          <Time value={session.created_at} />
        </dd>
        <dt>{t("inbox.updated")}</dt>
        <dd>
          <Time value={session.updated_at} />
        </dd>
        <dt>{t("inbox.assistant")}</dt>
        <dd>{assistantName(session) ?? "–"}</dd>
        <dt>{t("inbox.operator")}</dt>
        <dd>{operator?.name ?? "–"}</dd>
        {session.visitor?.locale && (
          <>
            <dt>{t("profile.language")}</dt>
            <dd>{session.visitor.locale}</dd>
          </>
        )}
        <dt>{t("inbox.sessionName")}</dt>
        <dd className="mono">{session.session_name}</dd>
      </dl>
    </aside>
  );
}

import { useTranslation } from "react-i18next";
import { safeUrl } from "../../../shared/format";
import { Time } from "../ui/Time";
import { type Session, visitorName } from "./types";
import { Unverified } from "./Unverified";

export function CustomerPane({ session }: { session: Session }) {
  const { t } = useTranslation();
  const name = visitorName(session, t("inbox.visitor"));
  const page = safeUrl(session.visitor.page);
  return (
    <aside className="customer" aria-label={t("inbox.customer")}>
      <div className="customer-head">
        <span className="customer-avatar" aria-hidden="true">
          {name.slice(0, 1).toUpperCase()}
        </span>
        <div>
          <strong>{name}</strong> <Unverified session={session} />
          {session.visitor.email && <div className="soft small">{session.visitor.email}</div>}
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
        <dd>{session.assistant || "–"}</dd>
        <dt>{t("inbox.operator")}</dt>
        <dd>{session.operator?.name ?? "–"}</dd>
        {session.visitor.locale && (
          <>
            <dt>{t("profile.language")}</dt>
            <dd>{session.visitor.locale}</dd>
          </>
        )}
        {page && (
          <>
            <dt>{t("inbox.page")}</dt>
            <dd>
              <a href={page} target="_blank" rel="noopener noreferrer">
                {page}
              </a>
            </dd>
          </>
        )}
        <dt>{t("inbox.sessionName")}</dt>
        <dd className="mono">{session.session_name}</dd>
      </dl>
    </aside>
  );
}

import { Tag, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { safeUrl } from "../../../shared/format";
import { Facts } from "../ui/Fact";
import { Time } from "../ui/Time";
import { type Session, visitorName } from "./types";

export function CustomerPane({ session }: { session: Session }) {
  const { t } = useTranslation();
  const name = visitorName(session);
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
      <Facts
        of={{
          [t("inbox.started")]: <Time value={session.created_at} />,
          [t("inbox.updated")]: <Time value={session.updated_at} />,
          [t("inbox.assistant")]: session.assistant || "–",
          [t("inbox.operator")]: session.operator?.name ?? "–",
          [t("profile.language")]: session.visitor.locale || undefined,
          [t("inbox.page")]: page && (
            <a href={page} target="_blank" rel="noopener noreferrer">
              {page}
            </a>
          ),
          [t("inbox.sessionName")]: <span className="mono">{session.session_name}</span>,
        }}
      />
    </aside>
  );
}

/** Says so where somebody says who they are and nothing but the page's claim proves it. */
export function Unverified({ session: { visitor, is_visitor_verified } }: { session: Session }) {
  const { t } = useTranslation();
  const isNamed = visitor.id || visitor.name || visitor.email;
  if (is_visitor_verified || !isNamed) return null;
  return (
    <Tooltip title={t("inbox.unverifiedHint")}>
      <Tag>{t("inbox.unverified")}</Tag>
    </Tooltip>
  );
}

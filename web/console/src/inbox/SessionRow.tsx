import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { useMe } from "../auth/session";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import { isOfferedTo, type Session, TONES, visitorName } from "./types";

interface Props {
  session: Session;
  isSelected: boolean;
  onOpen: () => void;
}

export function SessionRow({ session, isSelected, onOpen }: Props) {
  const { t } = useTranslation();
  const isForMe = isOfferedTo(session, useMe()?.id);
  const name = visitorName(session);
  return (
    <button
      type="button"
      className="session-row"
      aria-current={isSelected || undefined}
      data-unread={session.unread > 0 || undefined}
      onClick={onOpen}
      data-session={session.session_name}
    >
      <span className="session-row-top">
        <strong>{name}</strong>
        <Time value={session.waiting_since ?? session.updated_at} />
      </span>
      <span className="session-row-text">{session.last_message || t("inbox.noMessages")}</span>
      <span className="session-row-end">
        <Status tone={TONES[session.status]}>
          {session.status === "human" && session.operator ? session.operator.name : t(`session.${session.status}`)}
        </Status>
        {session.offer && <Tag color="warning">{t(isForMe ? "inbox.offeredTag" : "inbox.offerTag")}</Tag>}
        {session.unread > 0 && (
          <span className="unread">
            <span className="visually-hidden">{t("inbox.unread")} </span>
            {session.unread > 99 ? "99+" : session.unread}
          </span>
        )}
      </span>
    </button>
  );
}

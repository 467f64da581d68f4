/**
 * Calls the operator, wherever in the console they are, for each conversation that a colleague offers to them, and
 * where a colleague does not take the one that they offered.
 */
import { Button, notification, Space } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router";
import { useCan, useMe } from "../auth/session";
import { callOperator } from "../live/alerts";
import { useOfferEnds } from "./offerEnds";
import { useOffers } from "./queries";
import { type Session, visitorName } from "./types";
import { useSecondsUntil } from "./useSecondsUntil";
import { useSessionActions } from "./useSessionActions";

const keyOf = (session: Session) => `offer ${session.session_name} ${session.offer?.until}`;

export function OfferNotices() {
  const { t } = useTranslation();
  // its own holder, inside the router: what the notices show navigates and asks
  const [notices, holder] = notification.useNotification();
  const offers = useOffers(useCan()("desk.write"));
  const shown = useRef(new Set<string>());
  const { pathname } = useLocation();
  const navigate = useNavigate();

  useEffect(() => {
    const current = new Set(offers.map(keyOf));
    for (const key of shown.current) if (!current.has(key)) notices.destroy(key);
    for (const session of offers) {
      const key = keyOf(session);
      const isOpen = pathname === `/inbox/${session.session_name}`;
      if (isOpen) notices.destroy(key);
      if (shown.current.has(key)) continue;
      const title = t("inbox.offersYou", { name: session.operator?.name ?? t("inbox.someone") });
      callOperator(title, visitorName(session, t("inbox.visitor")));
      if (isOpen) continue; // its own banner says so
      const close = () => notices.destroy(key);
      notices.open({
        key,
        title,
        description: <Notice session={session} />,
        actions: <NoticeActions session={session} onDone={close} />,
        duration: 0,
        role: "alert",
        placement: "bottomLeft", // neither the banner of another conversation nor the composer
      });
    }
    shown.current = current;
  }, [offers, notices, pathname, t]);

  useOfferEnds(useMe()?.id, ({ session, offer, how }) => {
    const visitor = visitorName(session, t("inbox.visitor"));
    const title = t(`inbox.offerEnd.${how}`, { name: offer.to.name });
    const key = `ended ${session.session_name} ${offer.until}`;
    callOperator(title, visitor);
    notices.warning({
      key,
      title,
      description: t("inbox.offerEndHint", { visitor }),
      actions: (
        <Button
          size="small"
          onClick={() => {
            notices.destroy(key);
            void navigate(`/inbox/${encodeURIComponent(session.session_name)}?tab=mine`);
          }}
        >
          {t("inbox.lookAt")}
        </Button>
      ),
      duration: 0, // who looks away must not miss it
      role: "alert",
      placement: "bottomLeft",
    });
  });

  return holder;
}

function Notice({ session }: { session: Session }) {
  const { t } = useTranslation();
  const seconds = useSecondsUntil(session.offer?.until);
  return (
    <>
      <strong>{visitorName(session, t("inbox.visitor"))}</strong>
      {session.offer?.note && <div>{session.offer.note}</div>}
      <div className="soft small" role="timer">
        {t("inbox.secondsLeft", { count: seconds })}
      </div>
    </>
  );
}

function NoticeActions({ session, onDone }: { session: Session; onDone: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { act, busy } = useSessionActions(session.session_name);
  const open = (tab: string) => {
    onDone();
    void navigate(`/inbox/${encodeURIComponent(session.session_name)}?tab=${tab}`);
  };
  const accept = async () => {
    if (await act("accept")) open("mine");
    else onDone();
  };
  const decline = async () => {
    await act("decline");
    onDone();
  };
  return (
    <Space>
      <Button size="small" onClick={() => open("all")}>
        {t("inbox.lookAt")}
      </Button>
      <Button size="small" loading={busy === "decline"} onClick={() => void decline()}>
        {t("inbox.decline")}
      </Button>
      <Button size="small" type="primary" loading={busy === "accept"} onClick={() => void accept()}>
        {t("inbox.accept")}
      </Button>
    </Space>
  );
}

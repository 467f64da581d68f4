/** Calls the operator, on any page, for each conversation that is offered to them, and for each of theirs that is not taken. */
import { Button, notification, Space } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router";
import { useMe } from "../auth/session";
import { callOperator } from "../live/alerts";
import { useOfferEnds } from "./offerEnds";
import { useOffers } from "./queries";
import { useSessionActions } from "./SessionActions";
import { addressOf, type Session, type Tab, visitorName } from "./types";

/** Who looks away must not miss it; it covers neither the banner of another conversation nor the composer. */
const STAYING = { duration: 0, role: "alert", placement: "bottomLeft", className: "staying-notice" } as const;

const keyOf = (session: Session) => `offer ${session.session_name} ${session.offer?.until}`;

export function OfferNotices() {
  const { t } = useTranslation();
  // its own holder, inside the router: what the notices show navigates and asks
  const [notices, holder] = notification.useNotification();
  const offers = useOffers();
  const shown = useRef(new Set<string>());
  const { pathname } = useLocation();

  useEffect(() => {
    const current = new Set(offers.map(keyOf));
    for (const key of shown.current) if (!current.has(key)) notices.destroy(key);
    for (const session of offers) {
      const key = keyOf(session);
      const isOpen = pathname === `/inbox/${session.session_name}`;
      if (isOpen) notices.destroy(key);
      if (shown.current.has(key)) continue;
      const title = t("inbox.offersYou", { name: session.operator?.name ?? t("inbox.someone") });
      callOperator(title, visitorName(session));
      if (isOpen) continue; // its own banner says so
      notices.open({
        key,
        title,
        description: (
          <>
            <strong>{visitorName(session)}</strong>
            {session.offer?.note && <div>{session.offer.note}</div>}
            {session.offer && <SecondsLeft until={session.offer.until} />}
          </>
        ),
        actions: <NoticeActions session={session} onDone={() => notices.destroy(key)} />,
        ...STAYING,
      });
    }
    shown.current = current;
  }, [offers, notices, pathname, t]);

  useOfferEnds(useMe()?.id, ({ session, offer, how }) => {
    const visitor = visitorName(session);
    const title = t(`inbox.offerEnd.${how}`, { name: offer.to.name });
    const key = `ended ${session.session_name} ${offer.until}`;
    callOperator(title, visitor);
    notices.warning({
      key,
      title,
      description: t("inbox.offerEndHint", { visitor }),
      actions: <NoticeActions session={session} onDone={() => notices.destroy(key)} />,
      ...STAYING,
    });
  });

  return holder;
}

/** What is done from a notice; of an offer that has ended, the conversation is still one's own. */
function NoticeActions({ session, onDone }: { session: Session; onDone: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { act, busy } = useSessionActions(session.session_name);
  const open = (tab: Tab) => {
    onDone();
    void navigate(addressOf(session, tab));
  };
  const accept = async () => {
    if (await act("accept")) open("mine");
    else onDone();
  };
  return (
    <Space>
      <Button size="small" onClick={() => open(session.offer ? "all" : "mine")}>
        {t("inbox.lookAt")}
      </Button>
      {session.offer && (
        <>
          <Button size="small" loading={busy === "decline"} onClick={() => void act("decline").then(onDone)}>
            {t("inbox.decline")}
          </Button>
          <Button size="small" type="primary" loading={busy === "accept"} onClick={() => void accept()}>
            {t("inbox.accept")}
          </Button>
        </>
      )}
    </Space>
  );
}

/** How long it is until then, counted down; the server decides when it is over. */
export function SecondsLeft({ until }: { until: string }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="soft small nowrap" role="timer">
      {t("inbox.secondsLeft", { count: Math.max(0, Math.ceil((Date.parse(until) - now) / 1000)) })}
    </div>
  );
}

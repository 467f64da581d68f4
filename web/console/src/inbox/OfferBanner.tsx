import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useMe } from "../auth/session";
import { SecondsLeft } from "./SecondsLeft";
import type { Moves } from "./SessionActions";
import { isMine, isOfferedTo, type Session } from "./types";
import type { SessionAction } from "./useSessionActions";

interface Props {
  session: Session;
  busy: SessionAction | undefined;
  moves: Pick<Moves, "accept" | "decline">;
}

/** An open offer, as the colleague sees it and as whoever made it does. */
export function OfferBanner({ session, busy, moves }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const { offer, operator } = session;
  if (!offer) return null;
  const isForMe = isOfferedTo(session, me?.id);
  if (!isForMe && !isMine(session, me?.id)) return null;
  return (
    <section className="offer" aria-label={t("inbox.offer")}>
      <div className="offer-text">
        <p role="status">
          {isForMe
            ? t("inbox.offeredToYou", { name: operator?.name ?? t("inbox.someone") })
            : t("inbox.offeredTo", { name: offer.to.name })}
        </p>
        {offer.note && <p className="soft small">{offer.note}</p>}
      </div>
      <div className="offer-end">
        <SecondsLeft until={offer.until} />
        <Button loading={busy === "decline"} onClick={moves.decline}>
          {t(isForMe ? "inbox.decline" : "inbox.takeBack")}
        </Button>
        {isForMe && (
          <Button type="primary" loading={busy === "accept"} onClick={moves.accept}>
            {t("inbox.accept")}
          </Button>
        )}
      </div>
    </section>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { Button, type ButtonProps } from "antd";
import i18next from "i18next";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { asPerson, type Person } from "../../../shared/thread";
import { client } from "../api/client";
import { ApiError, messageOf } from "../api/errors";
import { useCan, useMe } from "../auth/session";
import { RowMenu } from "../ui/RowMenu";
import { DOUBLE_CLICK_MS, useIsFresh } from "../ui/useIsFresh";
import { useNotices } from "../ui/useNotices";
import { noteTakenBack } from "./offerEnds";
import { applySession, knownSession, SESSION, sessionAt } from "./queries";
import { type Session, visitorName } from "./types";

/** What one does with the open conversation, by button or by key. */
export type Moves = Record<SessionAction | "transfer" | "erase", () => void>;

interface Props {
  session: Session | undefined;
  status: Session["status"] | undefined;
  operatorId: string | number | undefined;
  busy: SessionAction | undefined;
  moves: Moves;
}

/** What the signed-in person may do with the open conversation, as its state allows. */
export function SessionActions(props: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const { session, moves } = props;
  return (
    <>
      {can("desk.write") && <MoveButtons {...props} />}
      {can("desk.erase") && session && (
        <RowMenu
          name={visitorName(session)}
          items={[{ key: "erase", label: t("inbox.erase"), danger: true, onClick: moves.erase }]}
        />
      )}
    </>
  );
}

function MoveButtons({ session, status, operatorId, busy, moves }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const isFresh = useIsFresh(session?.session_name ?? "", `${status} ${operatorId}`);
  const button = (move: keyof Moves, type: ButtonProps["type"] = "default") => (
    <Button type={type} loading={busy === move} disabled={isFresh || (busy && busy !== move)} onClick={moves[move]}>
      {t(`inbox.${move}`)}
    </Button>
  );
  if (!status) return null;
  if (status === "closed") return button("reopen");
  if (status !== "human") return button("takeover", "primary");
  if (operatorId !== me?.id) return null;
  return (
    <>
      {!session?.offer && button("transfer")}
      {button("release")}
      {button("close", "primary")}
    </>
  );
}

export type SessionAction = "takeover" | "release" | "close" | "reopen" | "accept" | "decline";

/** What an operator does with a session. A lost race tells who won. */
export function useSessionActions(name: string | undefined) {
  const notices = useNotices();
  const queries = useQueryClient();
  const [busy, setBusy] = useState<SessionAction>();

  const act = useCallback(
    async (action: SessionAction): Promise<boolean> => {
      if (!name) return false;
      setBusy(action);
      notices.clearFailures();
      const known = knownSession(queries, name);
      if (action === "decline" && known) noteTakenBack(known);
      try {
        await client.POST(`/api/sessions/{name}/${action}`, sessionAt(name));
        return true;
      } catch (error) {
        if (error instanceof ApiError && error.status === 409) notices.warning(refusalOf(error));
        else notices.error(messageOf(error));
        return false;
      } finally {
        // the next conversation takes the place of one that is closed: no button of it is for a second click on this one's
        setTimeout(
          () => setBusy((now) => (now === action ? undefined : now)),
          action === "close" ? DOUBLE_CLICK_MS : 0,
        );
        const fresh = await client.GET(SESSION, sessionAt(name)).catch(() => undefined);
        if (fresh?.data) applySession(queries, fresh.data);
      }
    },
    [name, notices, queries],
  );
  return { act, busy };
}

/** Why the desk refuses something, in words: who was first, where the server names them. */
export function refusalOf(error: ApiError): string {
  if (error.code === "OFFER_OVER") return error.message; // whoever holds the session now offered it
  const winner = asPerson(error.details.operator as Person | string | undefined);
  return winner ? i18next.t("inbox.alreadyTaken", { name: winner.name }) : error.message;
}

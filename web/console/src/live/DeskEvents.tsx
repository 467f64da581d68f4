/** The desk's live stream, one for the tab: keeps lists, counts and the tab's title current and calls the operator. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import { eventBody } from "../../../shared/sse";
import { readAgain } from "../api/resources";
import { ME, useCan } from "../auth/session";
import { applySession, useDeskStats } from "../inbox/queries";
import { type Session, visitorName } from "../inbox/types";
import { setWaiting } from "../ui/Page";
import { callOperator } from "./alerts";
import { openSignedInStream } from "./stream";

export function DeskEvents() {
  const queries = useQueryClient();
  const { t } = useTranslation();
  const mayRead = useCan()("desk.read");
  const call = useEffectEvent((session: Session) => callOperator(t("inbox.someoneWaits"), visitorName(session)));

  useEffect(() => {
    if (!mayRead) return;
    const waiting = new Set<string>();
    const stream = openSignedInStream("desk", {
      url: "/api/desk/events",
      onOver: () => void readAgain(queries, [ME]),
      onEvent: (event) => {
        const session = event.event === "session" ? eventBody<Session>(event) : undefined;
        if (!session?.session_name) return;
        applySession(queries, session);
        const isNew = session.status === "waiting" && !waiting.has(session.session_name);
        if (session.status === "waiting") waiting.add(session.session_name);
        else waiting.delete(session.session_name);
        if (isNew) call(session);
      },
    });
    return () => stream.close();
  }, [mayRead, queries]);

  const waiting = useDeskStats()?.waiting ?? 0;
  useEffect(() => {
    setWaiting(waiting);
    return () => setWaiting(0);
  }, [waiting]);

  return null;
}

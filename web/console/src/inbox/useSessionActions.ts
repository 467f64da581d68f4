/** What an operator does with a session. A lost race tells who won. */
import { useQueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { useCallback, useState } from "react";
import { asPerson, type Person } from "../../../shared/thread";
import { client } from "../api/client";
import { ApiError, messageOf } from "../api/errors";
import { useNotices } from "../ui/useNotices";
import { noteTakenBack } from "./offerEnds";
import { applySession, knownSession, SESSION, sessionAt } from "./queries";

export type SessionAction = "takeover" | "release" | "close" | "reopen" | "accept" | "decline";

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
        setBusy(undefined);
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

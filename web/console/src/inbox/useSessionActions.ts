/** What an operator does with a session. A lost race tells who won. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/errors";
import { api } from "../api/http";
import { useNotices } from "../ui/useNotices";
import { noteTakenBack } from "./offerEnds";
import { applySession } from "./queries";
import { useRefusal } from "./refusal";
import type { Session } from "./types";

export type SessionAction = "takeover" | "release" | "close" | "reopen" | "accept" | "decline";

export function useSessionActions(name: string | undefined) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queries = useQueryClient();
  const refusal = useRefusal();
  const [busy, setBusy] = useState<SessionAction>();

  const act = useCallback(
    async (action: SessionAction): Promise<boolean> => {
      if (!name) return false;
      setBusy(action);
      notices.clearFailures();
      const known = queries.getQueryData<Session>(["session", name]);
      if (action === "decline" && known) noteTakenBack(known);
      try {
        await api.post(`/api/sessions/${encodeURIComponent(name)}/${action}`);
        return true;
      } catch (error) {
        if (!(error instanceof ApiError)) notices.error(t("error.unreachable"));
        else if (error.status === 409) notices.warning(refusal(error));
        else notices.error(error.message);
        return false;
      } finally {
        setBusy(undefined);
        const fresh = await api.get<Session>(`/api/sessions/${encodeURIComponent(name)}`).catch(() => undefined);
        if (fresh) applySession(queries, fresh);
      }
    },
    [name, notices, queries, refusal, t],
  );
  return { act, busy };
}

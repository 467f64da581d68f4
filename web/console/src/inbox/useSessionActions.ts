/** What an operator does with a session. A lost race tells who won. */
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { asPerson, type Person } from "../../../shared/thread";
import { ApiError } from "../api/errors";
import { api } from "../api/http";
import { applySession } from "./queries";
import type { Session } from "./types";

export type SessionAction = "takeover" | "release" | "close" | "reopen";

export function useSessionActions(name: string | undefined) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [busy, setBusy] = useState<SessionAction>();

  const act = useCallback(
    async (action: SessionAction): Promise<boolean> => {
      if (!name) return false;
      setBusy(action);
      try {
        await api.post(`/api/sessions/${encodeURIComponent(name)}/${action}`);
        return true;
      } catch (error) {
        const winner = error instanceof ApiError && error.status === 409 ? error.details.operator : undefined;
        const person = asPerson(winner as Person | string | undefined);
        if (person) void message.warning(t("inbox.alreadyTaken", { name: person.name }));
        else void message.error(error instanceof ApiError ? error.message : t("error.unreachable"));
        return false;
      } finally {
        setBusy(undefined);
        const fresh = await api.get<Session>(`/api/sessions/${encodeURIComponent(name)}`).catch(() => undefined);
        if (fresh) applySession(queries, fresh);
      }
    },
    [name, message, queries, t],
  );
  return { act, busy };
}

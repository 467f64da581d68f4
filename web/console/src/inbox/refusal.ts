import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { asPerson, type Person } from "../../../shared/thread";
import type { ApiError } from "../api/errors";

/** Why the desk refuses something, in words: who was first, who has no room, what is over. */
export function useRefusal(): (error: ApiError) => string {
  const { t } = useTranslation();
  return useCallback(
    (error) => {
      const winner = asPerson(error.details.operator as Person | string | undefined);
      if (error.code === "OFFER_OVER") return t("inbox.offerOver");
      if (error.code === "OPERATOR_AT_CAPACITY") return t("inbox.atCapacity");
      if (error.code === "OPERATOR_NOT_FOUND") return t("inbox.colleagueGone");
      if (winner) return t("inbox.alreadyTaken", { name: winner.name });
      return error.code === "SESSION_NOT_YOURS" ? t("inbox.notYours") : error.message;
    },
    [t],
  );
}

import i18next from "i18next";
import { asPerson, type Person } from "../../../shared/thread";
import type { ApiError } from "../api/errors";

/** Why the desk refuses something, in words: who was first, where the server names them. */
export function refusalOf(error: ApiError): string {
  if (error.code === "OFFER_OVER") return error.message; // whoever holds the session now offered it
  const winner = asPerson(error.details.operator as Person | string | undefined);
  return winner ? i18next.t("inbox.alreadyTaken", { name: winner.name }) : error.message;
}

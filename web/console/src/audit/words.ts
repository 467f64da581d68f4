/** Actions, fields and what they were done to, in the reader's language; what has no words stands as it is. */
import i18next from "i18next";
import { wordsOf } from "../words";
import { type AuditEntry, type Detail, detailsOf, nameOfTarget } from "./types";

const ANONYMOUS = "anonymous";
const PLACES: Record<string, string> = { fields: "audit.fieldOf", role: "role", scopes: "keys.scope" };

export const actionOf = (action: string) => wordsOf(`audit.actionOf.${action}`);
const fieldOf = (name: string) => wordsOf(`audit.fieldOf.${name}`) ?? name;

/** Codes that have words of their own elsewhere, alone or in a list. */
function textOf(name: string, value: string): string {
  const place = PLACES[name];
  if (value === "true" || value === "false") return i18next.t(value === "true" ? "health.yes" : "health.no");
  if (!place) return value;
  const words = value.split(", ").map((code) => wordsOf(`${place}.${code}`) ?? code);
  return words.join(", ");
}

export const detailsIn = (details: AuditEntry["details"]): Detail[] =>
  detailsOf(details).map(({ name, before, value }) => ({
    name: fieldOf(name),
    before: before === undefined ? undefined : textOf(name, before),
    value: textOf(name, value),
  }));

export const actorOf = ({ actor, actor_name }: AuditEntry) =>
  actor === ANONYMOUS ? i18next.t("audit.anonymous") : actor_name || actor;

/** On one line, without what names the target. */
export const summaryOf = (entry: AuditEntry): string =>
  detailsIn(entry.details)
    .filter(({ value }) => value !== nameOfTarget(entry))
    .map(({ name, before, value }) => `${name}: ${before === undefined ? "" : `${before} → `}${value}`)
    .join(" · ");

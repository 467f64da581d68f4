/** Actions, fields and what they were done to, in the reader's language; what has no words stands as it is. */
import { useTranslation } from "react-i18next";
import { type AuditEntry, type Detail, detailsOf, nameOfTarget } from "./types";

const ANONYMOUS = "anonymous";
const PLACES: Record<string, string> = { role: "role", scopes: "keys.scope" };

export function useAuditWords() {
  const { t, i18n } = useTranslation();
  const wordsOf = (key: string): string | undefined => (i18n.exists(key) ? t(key as never) : undefined);
  const actionOf = (action: string) => wordsOf(`audit.actionOf.${action.replace(".", "_")}`);
  const fieldOf = (name: string) => wordsOf(`audit.fieldOf.${name}`) ?? name;
  /** Codes that have words of their own elsewhere, alone or in a list. */
  const textOf = (name: string, value: string): string => {
    const place = PLACES[name];
    if (name === "fields") return value.split(", ").map(fieldOf).join(", ");
    if (value === "true" || value === "false") return t(value === "true" ? "health.yes" : "health.no");
    return place
      ? value
          .split(", ")
          .map((code) => wordsOf(`${place}.${code}`) ?? code)
          .join(", ")
      : value;
  };
  const detailsIn = (details: AuditEntry["details"]): Detail[] =>
    detailsOf(details).map(({ name, before, value }) => ({
      name: fieldOf(name),
      before: before === undefined ? undefined : textOf(name, before),
      value: textOf(name, value),
    }));
  const actorOf = ({ actor, actor_name }: AuditEntry) =>
    actor === ANONYMOUS ? t("audit.anonymous") : actor_name || actor;
  /** On one line, without what names the target. */
  const summaryOf = (entry: AuditEntry): string =>
    detailsIn(entry.details)
      .filter(({ value }) => value !== nameOfTarget(entry))
      .map(({ name, before, value }) => `${name}: ${before === undefined ? "" : `${before} → `}${value}`)
      .join(" · ");
  return { actionOf, actorOf, detailsIn, summaryOf };
}

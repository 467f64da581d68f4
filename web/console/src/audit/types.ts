/** An audit entry as lines to read, in the reader's language; what has no words stands as it is. */
import i18next from "i18next";
import type { Schema } from "../api/client";
import { visitorName } from "../inbox/types";
import { trafficWords } from "../models/deployments/state";
import type { Share } from "../models/deployments/weights";
import { kindName } from "../tasks/types";
import { isRecord } from "../tried";
import { wordsOf } from "../words";

export type AuditEntry = Schema<"AuditEntryOut">;

/** One thing that an entry says: a value, or what it was before and is now. */
export interface Detail {
  name: string;
  before: string | undefined;
  value: string;
}

/** What changed, named by its field, stands first; then all else that was recorded. */
export function detailsOf(details: Record<string, unknown>): Detail[] {
  const { before, after, ...others } = details;
  const said = Object.entries(details).filter(([name]) => !isNamed(name, details));
  if (!isRecord(after) || !(isRecord(before) || before === null)) return said.flatMap(plainDetails);
  const old = before ?? {};
  const names = [...new Set([...Object.keys(old), ...Object.keys(after)])];
  return [
    ...names
      .map((name) => ({ name, before: textOf(old[name]), value: textOf(after[name]) }))
      .filter((change) => change.before !== change.value),
    ...detailsOf(others),
  ];
}

/** An id says nothing to people beside the name of the same thing. */
const isNamed = (field: string, details: object) => /_ids?$/.test(field) && field.replace(/_id(s?)$/, "$1") in details;

/** New values stand by themselves, each under its field's name. */
function plainDetails([name, value]: [string, unknown]): Detail[] {
  if (name === "changes" && isRecord(value)) return Object.entries(value).flatMap(plainDetails);
  return [{ name, before: undefined, value: textOf(value) }];
}

/** What the target is called, where the entry says so. */
export function nameOfTarget({ action, details, target, actor, actor_name }: AuditEntry): string | undefined {
  if (action.startsWith("session.")) return visitorName({ session_name: target, visitor: {} });
  if (action === "request_log.body_read")
    return i18next.t("audit.requestOf", { id: target.split(" ").at(-1)?.slice(0, 8) });
  if (action.startsWith("schedule.")) return target;
  const { name, model, email, kind } = details;
  const named = [name, model, email, kind && kindName(String(kind))].find((text) => typeof text === "string" && text);
  return (named as string | undefined) ?? (target === actor ? actor_name : undefined);
}

/** The key of the words for a target that has no row: lists, or one of the schedules that come with the product. */
export const wordsOfTarget = (target: string): string =>
  `audit.targetOf.${target
    .replace(/^\d+ | by \w+$/g, "")
    .toLowerCase()
    .replaceAll(" ", "_")}`;

/** "Model plus": a target with the word for what it is, where there is one. */
export function titleOfTarget(target: string): string {
  const [, subject, name] = /^(\w+) (.+)$/.exec(target) ?? [];
  const words = subject && wordsOf(`audit.subject.${subject}`);
  return words ? `${words} ${name}` : target;
}

/** Of how many things at once a target tells. */
export const countIn = (target: string) => (/^\d+ /.test(target) ? Number.parseInt(target, 10) : undefined);

const isTraffic = (value: unknown): value is Share[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((one) => isRecord(one) && typeof one.version === "number" && typeof one.weight === "number");

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (isTraffic(value)) return trafficWords(value);
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const ANONYMOUS = "anonymous";
const TASKS = { kind: "task.kindOf", kinds: "task.kindOf", task: "task.kindOf", tasks: "task.kindOf" };
const PLACES: Record<string, string> = { fields: "audit.fieldOf", role: "role", scopes: "keys.scope", ...TASKS };

export const actionOf = (action: string) => wordsOf(`audit.actionOf.${action}`);

/** The codes of all actions that have words. */
export function knownActions(): string[] {
  const subjects = Object.entries(i18next.t("audit.actionOf", { returnObjects: true }));
  return subjects.flatMap(([subject, verbs]) => Object.keys(verbs).map((verb) => `${subject}.${verb}`));
}

/** Whether an action, or the beginning of one, is offered for what is typed of its words or code. */
export const isOffered = (label: string, typed: string) => label.toLowerCase().includes(typed.trim().toLowerCase());

/** The code of the action with these words, or how the codes of several begin; else the first that is `offered` for a part of them. */
export function codeOf(words: string, offered: { value: string; label: string }[] = []): string {
  const wanted = words.trim().toLowerCase();
  const [first, ...others] = knownActions().filter((code) => actionOf(code)?.toLowerCase() === wanted);
  if (first === undefined) {
    const isCode = wanted === "" || offered.some(({ value }) => value.startsWith(wanted));
    return (isCode ? undefined : offered.find(({ label }) => isOffered(label, wanted))?.value) ?? words;
  }
  const shared = [...first].findIndex((letter, place) => others.some((code) => code[place] !== letter));
  return shared < 0 ? first : first.slice(0, shared);
}

const fieldOf = (name: string) => wordsOf(`audit.fieldOf.${name}`) ?? name;

/** Codes that have words of their own elsewhere, alone or in a list. */
function shownAs(name: string, value: string): string {
  const place = PLACES[name];
  if (value === "true" || value === "false") return i18next.t(value === "true" ? "health.yes" : "health.no");
  if (!place) return value;
  const words = value.split(", ").map((code) => wordsOf(`${place}.${code.replace(".", "_")}`) ?? code);
  return words.join(", ");
}

export const detailsIn = (details: AuditEntry["details"]): Detail[] =>
  detailsOf(details).map(({ name, before, value }) => ({
    name: fieldOf(name),
    before: before === undefined ? undefined : shownAs(name, before),
    value: shownAs(name, value),
  }));

export const actorOf = ({ actor, actor_name }: AuditEntry) =>
  actor === ANONYMOUS ? i18next.t("audit.anonymous") : actor_name || actor;

/** On one line, without what names the target. */
export const summaryOf = (entry: AuditEntry): string =>
  detailsIn(entry.details)
    .filter(({ value }) => value !== nameOfTarget(entry))
    .map(({ name, before, value }) => `${name}: ${before === undefined ? "" : `${before} → `}${value}`)
    .join(" · ");

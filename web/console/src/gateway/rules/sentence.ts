/** Rules read out: "when status is one of 429 or body contains “quota”, cool the key down …". */
import type { TFunction } from "i18next";
import { formatSpan } from "../../tasks/types";
import { wordsOf } from "../../words";
import { isGroup, type Leaf, type Part, toEditor } from "./tree";
import { type Action, detailsOf, kindOf, type RuleFields, type Tree } from "./types";

function leafText(t: TFunction, { subject, operator, name, value }: Leaf): string {
  const what = name ? `${t(`rules.subject.${subject}`)} ${name}` : t(`rules.subject.${subject}`);
  const known = operator === "end" ? t(`rules.end.${value as "done"}`) : value;
  const quoted = operator === "contains" || operator === "equals" ? t("rules.quoted", { text: known }) : known;
  const unit = subject === "latency_ms" ? " ms" : "";
  const said = operator === "in" && !value.includes(",") ? "equals" : operator; // one of a single one
  return t("rules.leaf", { what, operator: t(`rules.operator.${said}`), value: `${quoted}${unit}` }).trim();
}

function partText(t: TFunction, part: Part, isOutermost: boolean): string {
  if (!isGroup(part)) return leafText(t, part);
  const inner = part.parts.map((one) => partText(t, one, part.parts.length === 1 && part.kind !== "none"));
  const joined = inner.join(part.kind === "all" ? t("rules.and") : t("rules.or"));
  if (part.kind === "none") return t("rules.not", { what: joined });
  return isOutermost || inner.length === 1 ? joined : `(${joined})`;
}

export function conditionText(t: TFunction, tree: Tree): string {
  return partText(t, toEditor(tree), true);
}

export function actionText(t: TFunction, action: Action): string {
  const kind = kindOf(action);
  const { default_s = 60, for_s, from = "retry_after", channel = "", level = "warning" } = detailsOf(action);
  if (kind === "cool_down")
    return t(`rules.does.cool_down.${from as "fixed"}`, { span: formatSpan(Number(default_s)) });
  if (kind === "disable_key" && for_s) return t("rules.does.disable_for", { span: formatSpan(Number(for_s)) });
  return t(`rules.does.${kind}`, { channel, level: wordsOf(`rules.levels.${level}`) ?? level, tag: action.tag ?? "" });
}

export function actionsText(t: TFunction, actions: readonly Action[]): string {
  return actions.length > 0 ? actions.map((action) => actionText(t, action)).join(t("rules.then")) : t("rules.nothing");
}

type Said = Pick<RuleFields, "condition" | "actions" | "threshold">;

export function ruleText(t: TFunction, { condition, actions, threshold: { count, window_s } }: Said): string {
  const often = count > 1 ? t("rules.often", { times: count, span: formatSpan(window_s) }) : "";
  return t("rules.sentence", { condition: conditionText(t, condition), often, actions: actionsText(t, actions) });
}

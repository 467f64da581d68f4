import { Alert, Progress, Segmented, Tooltip } from "antd";
import i18n from "i18next";
import { useTranslation } from "react-i18next";
import { formatExact, formatNumber } from "../format";
import { useCurrencies } from "../gateway/queries";
import { CHOICES } from "../generated/values";
import { fieldsOf } from "../ui/forms/fields";
import { type Budget, type ClientKey, type Share, sharesOf, tightestOf } from "./types";

const COLORS = { fine: "var(--rd-good)", near: "var(--rd-near)", over: "var(--rd-bad)" };

interface Props {
  of: Pick<ClientKey, "name"> & Partial<Pick<ClientKey, "budget" | "budget_used">>;
  /** On one line: the limit that is nearest to its end; the others on hover. */
  isCompact?: boolean;
}

/** What is said where prices are in several currencies, which no cost limit tells apart. */
function mixedText(currencies: string[]): string | undefined {
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  return currencies.length > 1 ? i18n.t("keys.mixedCurrencies", { currencies: list.format(currencies) }) : undefined;
}

export function MixedCurrencies() {
  const title = mixedText(useCurrencies());
  return title && <Alert type="warning" showIcon className="form-alert" title={title} />;
}

/** What of a key's budget is used: a bar and the figures for each limit. */
export function BudgetBar({ of: { name, budget, budget_used }, isCompact = false }: Props) {
  const { t } = useTranslation();
  const currencies = useCurrencies();
  if (!budget) return null;
  const unitOf = (kind: Share["kind"]) => (kind === "cost_micros" && currencies.join(" + ")) || t(`keys.unit.${kind}`);
  const mixed = budget.cost_micros ? mixedText(currencies) : undefined;
  const amount = (value: number) => formatNumber(value, { notation: "compact", maximumFractionDigits: 1 });
  const resets = budget_used ? t("keys.budgetResets", { at: formatExact(budget_used.resets_at) }) : undefined;
  const shares = sharesOf(budget, budget_used);
  const detailOf = ({ kind, used, limit }: Share) => {
    const left = t("keys.budgetLeft", { left: formatNumber(Math.max(0, limit - used)) });
    return `${formatNumber(used)} / ${formatNumber(limit)} ${unitOf(kind)} · ${left}`;
  };
  return (isCompact ? tightestOf(shares) : shares).map((share) => {
    const lines = [...(isCompact ? shares : [share]).map(detailOf), resets, mixed].filter((line) => line !== undefined);
    return (
      <Tooltip key={share.kind} title={lines.map((line) => <div key={line}>{line}</div>)}>
        <div className="budget" data-compact={isCompact || undefined}>
          <Progress
            size="small"
            showInfo={false}
            percent={share.percent}
            strokeColor={COLORS[share.tone]}
            aria-label={`${name}: ${t(`keys.unit.${share.kind}`)}`}
          />
          <span className="soft small nowrap">
            {t("keys.budgetUsed", {
              used: amount(share.used),
              limit: amount(share.limit),
              unit: unitOf(share.kind),
              period: t(`keys.per.${budget.period}`),
            })}
          </span>
        </div>
      </Tooltip>
    );
  });
}

const { Field, NumberField, SumField } = fieldsOf("budget", "BudgetShape", "budget");

/** As the form holds it: empty amounts are no limit. */
export type BudgetValues = Partial<Budget>;

/** What is sent: null where nothing is limited. */
export function asBudget({ requests, tokens, cost_micros, period = "month" }: BudgetValues = {}): Budget | null {
  if ([requests, tokens, cost_micros].every((amount) => amount === null || amount === undefined)) return null;
  return { requests: requests ?? null, tokens: tokens ?? null, cost_micros: cost_micros ?? null, period };
}

/** The fields of a budget, under the name `budget` of the form around them. */
export function BudgetFields({ hint }: { hint?: string }) {
  const { t } = useTranslation();
  const placeholder = t("keys.unlimited");
  const currencies = useCurrencies();
  const costIn = currencies.length === 1 ? t("keys.costIn", { currency: currencies[0] }) : undefined;
  return (
    <>
      <div className="form-row">
        <NumberField name="requests" placeholder={placeholder} />
        <NumberField name="tokens" placeholder={placeholder} />
      </div>
      <SumField name="cost_micros" label={costIn} step={1} placeholder={placeholder} />
      <MixedCurrencies />
      <Field name="period" extra={hint}>
        <Segmented
          aria-label={t("field.budget.period")}
          options={CHOICES["BudgetShape.period"].map((value) => ({ value, label: t(`keys.period.${value}`) }))}
        />
      </Field>
    </>
  );
}

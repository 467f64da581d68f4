import { Progress, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { formatExact, formatNumber } from "../format";
import { type Share, sharesOf, tightestOf } from "./budget";
import type { ClientKey } from "./types";

const COLORS = { fine: "var(--rd-good)", near: "var(--rd-near)", over: "var(--rd-bad)" };

interface Props {
  of: Pick<ClientKey, "name"> & Partial<Pick<ClientKey, "budget" | "budget_used">>;
  /** On one line: the limit that is nearest to its end; the others on hover. */
  isCompact?: boolean;
}

/** What of a key's budget is used: a bar and the figures for each limit. */
export function BudgetBar({ of: { name, budget, budget_used }, isCompact = false }: Props) {
  const { t } = useTranslation();
  if (!budget) return null;
  const amount = (value: number) => formatNumber(value, { notation: "compact", maximumFractionDigits: 1 });
  const resets = budget_used ? t("keys.budgetResets", { at: formatExact(budget_used.resets_at) }) : undefined;
  const shares = sharesOf(budget, budget_used);
  const detailOf = ({ kind, used, limit }: Share) => {
    const left = t("keys.budgetLeft", { left: formatNumber(Math.max(0, limit - used)) });
    return `${formatNumber(used)} / ${formatNumber(limit)} ${t(`keys.unit.${kind}`)} · ${left}`;
  };
  return (isCompact ? tightestOf(shares) : shares).map((share) => {
    const lines = [...(isCompact ? shares : [share]).map(detailOf), ...(resets ? [resets] : [])];
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
              unit: t(`keys.unit.${share.kind}`),
              period: t(`keys.per.${budget.period}`),
            })}
          </span>
        </div>
      </Tooltip>
    );
  });
}

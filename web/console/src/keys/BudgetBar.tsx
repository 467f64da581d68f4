import { Progress, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { formatExact } from "../../../shared/format";
import { usePreferences } from "../preferences/store";
import { sharesOf } from "./budget";
import type { ClientKey } from "./types";

const COLORS = { fine: "var(--rd-good)", near: "var(--rd-near)", over: "var(--rd-bad)" };

const UNITS = { requests: 1, tokens: 1, cost_micros: 1_000_000 };

/** What of a key's budget is used: a bar and the figures for each limit. */
export function BudgetBar({
  of: { name, budget, budget_used },
}: {
  of: Pick<ClientKey, "name" | "budget" | "budget_used">;
}) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  if (!budget || !budget_used) return null;
  const amount = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
  const exact = new Intl.NumberFormat(language);
  const resets = t("keys.budgetResets", { at: formatExact(budget_used.resets_at, language) });
  return (
    <>
      {sharesOf(budget, budget_used).map(({ kind, percent, tone, ...share }) => {
        const [used, limit] = [share.used / UNITS[kind], share.limit / UNITS[kind]];
        const left = t("keys.budgetLeft", { left: exact.format(Math.max(0, limit - used)) });
        return (
          <Tooltip key={kind} title={`${exact.format(used)} / ${exact.format(limit)} · ${left} · ${resets}`}>
            <div className="budget">
              <Progress
                size="small"
                showInfo={false}
                percent={percent}
                strokeColor={COLORS[tone]}
                aria-label={`${name}: ${t(`keys.unit.${kind}`)}`}
              />
              <span className="soft small nowrap">
                {t("keys.budgetUsed", {
                  used: amount.format(used),
                  limit: amount.format(limit),
                  unit: t(`keys.unit.${kind}`),
                  period: t(`keys.per.${budget.period}`),
                })}
              </span>
            </div>
          </Tooltip>
        );
      })}
    </>
  );
}

import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { formatCosts, formatCount, formatMs, formatShare } from "./format";
import type { Sums } from "./types";

/** The figures of a time at a glance. */
export function Tiles({ totals }: { totals: Sums | undefined }) {
  const { t } = useTranslation();
  const tiles: [string, string][] = totals
    ? [
        [t("gatewayStats.requests"), formatCount(totals.requests)],
        [t("gatewayStats.errorRate"), formatShare(totals.errors, totals.requests)],
        [t("gatewayStats.latencyOf", { share: t("gatewayStats.latencyP50") }), formatMs(totals.p50_ms)],
        [t("gatewayStats.latencyOf", { share: t("gatewayStats.latencyP95") }), formatMs(totals.p95_ms)],
        [t("gatewayStats.tokensIn"), formatCount(totals.tokens_in)],
        [t("gatewayStats.tokensOut"), formatCount(totals.tokens_out)],
        [t("gatewayStats.cost"), formatCosts(totals.costs)],
      ]
    : [];
  const estimated = totals?.estimated ? t("gatewayStats.estimatedOf", { count: totals.estimated }) : "";
  if (!totals) return <Skeleton active title={false} paragraph={{ rows: 2 }} />;
  return (
    <dl className="figures">
      {tiles.map(([name, value]) => (
        <div className="card figure" key={name}>
          <dt>{name}</dt>
          <dd className="number">{value}</dd>
          {name === t("gatewayStats.cost") && estimated !== "" && <dd className="soft small">{estimated}</dd>}
        </div>
      ))}
    </dl>
  );
}

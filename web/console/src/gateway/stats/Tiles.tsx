import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";
import { formatCosts, formatCount, formatMs, formatShare } from "./format";
import type { Sums } from "./types";

/** The figures of a time at a glance. */
export function Tiles({ totals }: { totals: Sums | undefined }) {
  const { t } = useTranslation();
  if (!totals) return <Skeleton active title={false} paragraph={{ rows: 2 }} />;
  const tiles: [name: string, value: string, note?: string | false][] = [
    [t("gatewayStats.requests"), formatCount(totals.requests)],
    [t("gatewayStats.errorRate"), formatShare(totals.errors, totals.requests)],
    [t("gatewayStats.latencyOf", { share: t("gatewayStats.latencyP50") }), formatMs(totals.p50_ms)],
    [t("gatewayStats.latencyOf", { share: t("gatewayStats.latencyP95") }), formatMs(totals.p95_ms)],
    [t("gatewayStats.tokensIn"), formatCount(totals.tokens_in)],
    [t("gatewayStats.tokensOut"), formatCount(totals.tokens_out)],
    [
      t("gatewayStats.cost"),
      formatCosts(totals.costs),
      totals.estimated > 0 && t("gatewayStats.estimatedOf", { count: totals.estimated }),
    ],
  ];
  return (
    <dl className="figures">
      {tiles.map(([name, value, note]) => (
        <div className="card figure" key={name}>
          <dt>{name}</dt>
          <dd className="number">{value}</dd>
          {note && <dd className="soft small">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}

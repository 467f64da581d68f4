import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { formatDate, formatExact } from "../../format";
import { type Columns, column, numberColumn } from "../../ui/list/columns";
import { ListTable } from "../../ui/list/ListTable";
import { formatCosts, formatCount, formatMs, formatShare } from "./format";
import type { Group, GroupBy } from "./types";

interface Props {
  by: GroupBy;
  groups: Group[] | undefined;
}

/** One row a group, with the same figures as the tiles. */
export function GroupTable({ by, groups }: Props) {
  const { t } = useTranslation();
  const name = ({ key, label }: Group) => {
    if (key === "") return <span className="soft">{t("gatewayStats.none")}</span>;
    if (by === "day") return formatDate(key, { dateStyle: "medium", timeZone: "UTC" });
    if (by === "hour") return formatExact(key);
    if (by !== "key" && by !== "client_key") return <span className="mono">{key}</span>;
    return label ?? t("gatewayStats.number", { id: key });
  };
  const columns: Columns<Group> = [
    column(t(`gatewayStats.groups.${by}`), name),
    numberColumn(t("gatewayStats.requests"), ({ requests }) => formatCount(requests)),
    numberColumn(t("gatewayStats.errorRate"), ({ errors, requests }) => formatShare(errors, requests)),
    numberColumn(t("gatewayStats.latencyP50"), ({ p50_ms }) => formatMs(p50_ms)),
    numberColumn(t("gatewayStats.latencyP95"), ({ p95_ms }) => formatMs(p95_ms)),
    numberColumn(t("gatewayStats.latencyP99"), ({ p99_ms }) => formatMs(p99_ms)),
    numberColumn(t("gatewayStats.tokensIn"), ({ tokens_in }) => formatCount(tokens_in)),
    numberColumn(t("gatewayStats.tokensOut"), ({ tokens_out }) => formatCount(tokens_out)),
    {
      ...numberColumn(t("gatewayStats.estimatedRequests"), ({ estimated }) => formatCount(estimated)),
      title: <Tooltip title={t("gatewayStats.estimatedHint")}>{t("gatewayStats.estimatedRequests")}</Tooltip>,
    },
    numberColumn(t("gatewayStats.cost"), ({ costs }) => formatCosts(costs)),
  ];
  return (
    <ListTable
      label={t("gatewayStats.statistics")}
      list={{ items: groups }}
      rowKey="key"
      columns={columns}
      empty={null}
    />
  );
}

import { type TableProps, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { formatExact } from "../../../../shared/format";
import { usePreferences } from "../../preferences/store";
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
  const { language } = usePreferences();
  const days = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  const name = ({ key, label }: Group) => {
    if (key === "") return <span className="soft">{t("gatewayStats.none")}</span>;
    if (by === "day") return days.format(new Date(key));
    if (by === "hour") return formatExact(key, language);
    if (by !== "key" && by !== "client_key") return <span className="mono">{key}</span>;
    return label ?? t("gatewayStats.number", { id: key });
  };
  const count = (value: number) => formatCount(value, language);
  const columns: TableProps<Group>["columns"] = [
    { title: t(`gatewayStats.groups.${by}`), key: "name", render: (_, group) => name(group) },
    { title: t("gatewayStats.requests"), dataIndex: "requests", align: "right", render: count },
    {
      title: t("gatewayStats.errorRate"),
      key: "errors",
      align: "right",
      render: (_, { errors, requests }) => formatShare(errors, requests, language),
    },
    { title: t("gatewayStats.latencyP50"), dataIndex: "p50_ms", align: "right", render: formatMs },
    { title: t("gatewayStats.latencyP95"), dataIndex: "p95_ms", align: "right", render: formatMs },
    { title: t("gatewayStats.latencyP99"), dataIndex: "p99_ms", align: "right", render: formatMs },
    { title: t("gatewayStats.tokensIn"), dataIndex: "tokens_in", align: "right", render: count },
    { title: t("gatewayStats.tokensOut"), dataIndex: "tokens_out", align: "right", render: count },
    {
      title: <Tooltip title={t("gatewayStats.estimatedHint")}>{t("gatewayStats.estimatedRequests")}</Tooltip>,
      dataIndex: "estimated",
      align: "right",
      render: count,
    },
    {
      title: t("gatewayStats.cost"),
      key: "cost",
      align: "right",
      render: (_, { costs }) => formatCosts(costs, language),
    },
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

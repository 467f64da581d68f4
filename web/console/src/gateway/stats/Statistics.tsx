import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Alert, Button, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { client, dataOf } from "../../api/client";
import { messageOf } from "../../api/errors";
import { useCan } from "../../auth/session";
import { formatDate, formatExact, formatMs } from "../../format";
import { DaysFilter } from "../../ui/DaysFilter";
import { ExportButton } from "../../ui/ExportButton";
import { TextFilter } from "../../ui/filters";
import { type Columns, column, numberColumn } from "../../ui/list/columns";
import { ListTable } from "../../ui/list/ListTable";
import { useAddress } from "../../ui/useAddress";
import { KeyFilters, UpstreamFilter } from "../filters";
import { Charts, Tiles } from "./Figures";
import type { Group, GroupBy, StatsFilters } from "./format";
import { formatCosts, formatCount, formatShare, GROUPS } from "./format";

const FILTERS = ["range", "from", "to", "by", "upstream", "model", "key_id", "client_key_id"] as const;

export function Statistics() {
  const { t } = useTranslation();
  const { values, set, field } = useAddress(FILTERS);
  const maySeeKeys = useCan()("gateway.read");
  const by: GroupBy = GROUPS.find((one) => one === values.by) ?? "upstream";
  const { range, from, to, by: _, key_id, client_key_id, ...texts } = values;
  const filters: StatsFilters = {
    ...texts,
    ...(key_id && { key_id: Number(key_id) }),
    ...(client_key_id && { client_key_id: Number(client_key_id) }),
  };
  const asked = () => ({ ...filters, ...times({ range, from, to }), group_by: by });
  const ranges = Object.keys(RANGES) as Range[];
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ["get", "/api/admin/stats", values],
    queryFn: ({ signal }) => dataOf(client.GET("/api/admin/stats", { params: { query: asked() }, signal })),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <div className="filters">
        <Segmented<Range>
          aria-label={t("gatewayStats.range")}
          value={from || to ? (undefined as never) : ((range || "24h") as Range)}
          options={ranges.map((value) => ({ value, label: t(`gatewayStats.ranges.${value}`) }))}
          onChange={(value) => set({ range: value, from: "", to: "" })}
        />
        <DaysFilter label={t("gatewayStats.customRange")} from={from} to={to} isUtc onChange={set} />
        {maySeeKeys && <UpstreamFilter by="name" {...field("upstream")} />}
        <KeyFilters field={field} />
        <TextFilter label={t("gatewayStats.model")} {...field("model")} isCostly />
        <div className="filters-end">
          <Button onClick={() => void refetch()} loading={isFetching}>
            {t("action.refresh")}
          </Button>
        </div>
      </div>
      {error && <Alert type="error" showIcon className="form-alert" title={messageOf(error)} />}
      {!error && <Tiles totals={data?.totals} />}
      {data && <Charts stats={data} filters={filters} />}
      {data && data.totals.requests > 0 && (
        <>
          <div className="filters">
            <Segmented<GroupBy>
              aria-label={t("gatewayStats.groupBy")}
              value={by}
              options={GROUPS.map((value) => ({ value, label: t(`gatewayStats.groups.${value}`) }))}
              onChange={(value) => set({ by: value })}
            />
            <div className="filters-end">
              <ExportButton path="/api/admin/stats/export" query={asked} />
            </div>
          </div>
          <GroupTable by={data.group_by} groups={data.groups} />
        </>
      )}
    </>
  );
}

/** One row a group, with the same figures as the tiles. */
function GroupTable({ by, groups }: { by: GroupBy; groups: Group[] | undefined }) {
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
    numberColumn(
      t("gatewayStats.estimatedRequests"),
      ({ estimated }) => formatCount(estimated),
      t("gatewayStats.estimatedHint"),
    ),
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

const HOUR_MS = 3_600_000;
const RANGES = { "24h": 24, "7d": 168, "30d": 720, "90d": 2160 } as const;
type Range = keyof typeof RANGES;

/** The time that the address holds: days of one's own come first; `to` is the last day shown. */
function times({ range, from, to }: Record<"range" | "from" | "to", string>): { from: string; to: string } {
  if (from || to) {
    const last = to || new Date().toISOString().slice(0, "2026-07-31".length);
    const end = new Date(`${last}T00:00:00Z`).getTime() + 24 * HOUR_MS;
    if (!Number.isNaN(end)) return { from: `${from || last}T00:00:00Z`, to: new Date(end).toISOString() };
  }
  const hours = RANGES[range as Range] ?? RANGES["24h"];
  // by the minute, so that the same view is asked for under the same name
  const now = Math.ceil(Date.now() / 60_000) * 60_000;
  return { from: new Date(now - hours * HOUR_MS).toISOString(), to: new Date(now).toISOString() };
}

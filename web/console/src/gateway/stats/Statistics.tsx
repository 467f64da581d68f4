import { BarChartOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Alert, Button, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { client, dataOf } from "../../api/client";
import { messageOf } from "../../api/errors";
import { useCan } from "../../auth/session";
import { DaysFilter } from "../../ui/DaysFilter";
import { EmptyState } from "../../ui/EmptyState";
import { ExportButton } from "../../ui/ExportButton";
import { TextFilter } from "../../ui/TextFilter";
import { useAddress } from "../../ui/useAddress";
import { KeyFilters } from "../KeyFilters";
import { UpstreamFilter } from "../UpstreamFilter";
import { Charts } from "./Charts";
import { GroupTable } from "./GroupTable";
import { RANGES, type Range, times } from "./range";
import { Tiles } from "./Tiles";
import { GROUPS, type GroupBy, type StatsFilters } from "./types";

const FILTERS = ["range", "from", "to", "by", "upstream", "model", "key_id", "client_key_id"] as const;

export function Statistics() {
  const { t } = useTranslation();
  const address = useAddress(FILTERS);
  const { values, set } = address;
  const by: GroupBy = GROUPS.find((one) => one === values.by) ?? "upstream";
  const { range, from, to, by: _, key_id, client_key_id, ...texts } = values;
  const filters: StatsFilters = {
    ...texts,
    ...(key_id && { key_id: Number(key_id) }),
    ...(client_key_id && { client_key_id: Number(client_key_id) }),
  };
  const asked = () => ({ ...filters, ...times({ range, from, to }, Date.now()), group_by: by });
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ["get", "/api/admin/stats", values],
    queryFn: ({ signal }) => dataOf(client.GET("/api/admin/stats", { params: { query: asked() }, signal })),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Filters address={address} onRefresh={() => void refetch()} isBusy={isFetching} />
      {error && <Alert type="error" showIcon className="form-alert" title={messageOf(error)} />}
      {!error && <Tiles totals={data?.totals} />}
      {data && data.totals.requests === 0 && (
        <div className="card">
          <EmptyState icon={<BarChartOutlined />} title={t("gatewayStats.empty")} hint={t("gatewayStats.emptyHint")} />
        </div>
      )}
      {data && data.totals.requests > 0 && (
        <>
          <Charts stats={data} filters={filters} />
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

interface FilterProps {
  address: ReturnType<typeof useAddress<(typeof FILTERS)[number]>>;
  onRefresh: () => void;
  isBusy: boolean;
}

function Filters({ address: { values, set, field }, onRefresh, isBusy }: FilterProps) {
  const { t } = useTranslation();
  const maySeeKeys = useCan()("gateway.read");
  return (
    <div className="filters">
      <Segmented<Range>
        aria-label={t("gatewayStats.range")}
        value={values.from && values.to ? (undefined as never) : ((values.range || "24h") as Range)}
        options={(Object.keys(RANGES) as Range[]).map((value) => ({ value, label: t(`gatewayStats.ranges.${value}`) }))}
        onChange={(range) => set({ range, from: "", to: "" })}
      />
      <DaysFilter label={t("gatewayStats.customRange")} from={values.from} to={values.to} isUtc onChange={set} />
      {maySeeKeys && <UpstreamFilter by="name" {...field("upstream")} />}
      <KeyFilters field={field} />
      <TextFilter label={t("gatewayStats.model")} {...field("model")} />
      <div className="filters-end">
        <Button onClick={onRefresh} loading={isBusy}>
          {t("action.refresh")}
        </Button>
      </div>
    </div>
  );
}

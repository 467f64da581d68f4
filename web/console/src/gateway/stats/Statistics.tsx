import { BarChartOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Alert, Button, DatePicker, Segmented } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { client, dataOf } from "../../api/client";
import { ApiError } from "../../api/errors";
import { useCan } from "../../auth/session";
import { EmptyState } from "../../ui/EmptyState";
import { ExportButton } from "../../ui/ExportButton";
import { NamedFilter } from "../../ui/list/NamedFilter";
import { TextFilter } from "../../ui/TextFilter";
import { useAddress } from "../../ui/useAddress";
import { CLIENT_KEYS, KEYS } from "../resources";
import { UpstreamFilter } from "../UpstreamFilter";
import { Charts } from "./Charts";
import { GroupTable } from "./GroupTable";
import { RANGES, type Range, times } from "./range";
import { Tiles } from "./Tiles";
import { GROUPS, type GroupBy, type StatsFilters } from "./types";

const FILTERS = ["range", "from", "to", "by", "upstream", "model", "key_id", "client_key_id"] as const;

export function Statistics() {
  const { t } = useTranslation();
  const { values, set } = useAddress(FILTERS);
  const by: GroupBy = GROUPS.find((one) => one === values.by) ?? "upstream";
  const { range, from, to, by: _, key_id, client_key_id, ...texts } = values;
  const filters: StatsFilters = {
    ...texts,
    ...(key_id ? { key_id: Number(key_id) } : {}),
    ...(client_key_id ? { client_key_id: Number(client_key_id) } : {}),
  };
  const asked = () => ({ ...filters, ...times({ range, from, to }, Date.now()), group_by: by });
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ["get", "/api/admin/stats", values],
    queryFn: ({ signal }) => dataOf(client.GET("/api/admin/stats", { params: { query: asked() }, signal })),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Filters values={values} set={set} onRefresh={() => void refetch()} isBusy={isFetching} />
      {error && (
        <Alert
          type="error"
          showIcon
          className="form-alert"
          title={error instanceof ApiError ? error.message : t("error.unreachable")}
        />
      )}
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
  values: Record<(typeof FILTERS)[number], string>;
  set: (change: Partial<Record<(typeof FILTERS)[number], string>>) => void;
  onRefresh: () => void;
  isBusy: boolean;
}

function Filters({ values, set, onRefresh, isBusy }: FilterProps) {
  const { t } = useTranslation();
  const maySeeKeys = useCan()("gateway.read");
  const maySeeClientKeys = useCan()("keys.read");
  const isOwn = values.from !== "" && values.to !== "";
  return (
    <div className="filters">
      <Segmented<Range>
        aria-label={t("gatewayStats.range")}
        value={isOwn ? (undefined as never) : ((values.range || "24h") as Range)}
        options={(Object.keys(RANGES) as Range[]).map((value) => ({ value, label: t(`gatewayStats.ranges.${value}`) }))}
        onChange={(range) => set({ range, from: "", to: "" })}
      />
      <DatePicker.RangePicker
        aria-label={t("gatewayStats.customRange")}
        value={isOwn ? [dayjs(values.from), dayjs(values.to)] : null}
        maxDate={dayjs()}
        onChange={(days) =>
          set({ from: days?.[0]?.format("YYYY-MM-DD") ?? "", to: days?.[1]?.format("YYYY-MM-DD") ?? "" })
        }
      />
      {maySeeKeys && (
        <>
          <UpstreamFilter by="name" value={values.upstream} onChange={(upstream) => set({ upstream })} />
          <NamedFilter
            of={KEYS}
            label={t("gateway.key")}
            nameOf={({ name, key_hint }) => `${name} …${key_hint}`}
            value={values.key_id}
            onChange={(id) => set({ key_id: id })}
          />
        </>
      )}
      {maySeeClientKeys && (
        <NamedFilter
          of={CLIENT_KEYS}
          label={t("gateway.clientKey")}
          nameOf={({ name }) => name}
          value={values.client_key_id}
          onChange={(id) => set({ client_key_id: id })}
        />
      )}
      <TextFilter label={t("gatewayStats.model")} value={values.model} onChange={(model) => set({ model })} />
      <div className="filters-end">
        <Button onClick={onRefresh} loading={isBusy}>
          {t("action.refresh")}
        </Button>
      </div>
    </div>
  );
}

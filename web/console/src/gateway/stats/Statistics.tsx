import { BarChartOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Alert, Button, DatePicker, Segmented, Select } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { client, dataOf } from "../../api/client";
import { ApiError } from "../../api/errors";
import { EmptyState } from "../../ui/EmptyState";
import { ExportButton } from "../../ui/ExportButton";
import { TextFilter } from "../../ui/TextFilter";
import { useAddress } from "../../ui/useAddress";
import { useUpstreams } from "../queries";
import { Charts } from "./Charts";
import { GroupTable } from "./GroupTable";
import { RANGES, type Range, times } from "./range";
import { Tiles } from "./Tiles";
import { GROUPS, type GroupBy } from "./types";

const FILTERS = ["range", "from", "to", "by", "upstream", "model", "key_id", "client_key_id"] as const;
const TEXTS = [
  ["model", "gatewayStats.model"],
  ["key_id", "gatewayStats.keyId"],
  ["client_key_id", "gatewayStats.clientKeyId"],
] as const;

export function Statistics() {
  const { t } = useTranslation();
  const { values, set } = useAddress(FILTERS);
  const by: GroupBy = GROUPS.find((one) => one === values.by) ?? "upstream";
  const asked = () => {
    const { range, from, to, by: _, key_id, client_key_id, ...filters } = values;
    return {
      ...filters,
      ...(key_id ? { key_id: Number(key_id) } : {}),
      ...(client_key_id ? { client_key_id: Number(client_key_id) } : {}),
      ...times({ range, from, to }, Date.now()),
      group_by: by,
    };
  };
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
          <Charts stats={data} />
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
  const { data: upstreams } = useUpstreams();
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
      <Select
        allowClear
        className="filter"
        placeholder={t("gateway.upstream")}
        aria-label={t("gateway.upstream")}
        value={values.upstream || null}
        options={upstreams?.items.map(({ name }) => ({ value: name, label: name })) ?? []}
        onChange={(value: string | null | undefined) => set({ upstream: value ?? "" })}
      />
      {TEXTS.map(([name, label]) => (
        <TextFilter key={name} label={t(label)} value={values[name]} onChange={(value) => set({ [name]: value })} />
      ))}
      <div className="filters-end">
        <Button onClick={onRefresh} loading={isBusy}>
          {t("action.refresh")}
        </Button>
      </div>
    </div>
  );
}

import { FileSearchOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Select, type TableProps } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf } from "../../api/client";
import { usePreferences } from "../../preferences/store";
import { EmptyState } from "../../ui/EmptyState";
import { ExportButton } from "../../ui/ExportButton";
import { ListTable } from "../../ui/list/ListTable";
import { Status } from "../../ui/Status";
import { TextFilter } from "../../ui/TextFilter";
import { Time } from "../../ui/Time";
import { useAddress } from "../../ui/useAddress";
import { useUpstreams } from "../queries";
import { formatCost } from "../stats/format";
import type { LogEntry } from "../types";
import { formatMicros, toneOfStatus } from "./format";
import { LogDrawer } from "./LogDrawer";

const FILTERS = ["upstream", "status", "model", "key_id", "from", "q"] as const;
const WINDOWS = { "15m": 15, "1h": 60, "24h": 1440, "7d": 10_080 } as const;
type Window = keyof typeof WINDOWS;
const MINUTE_MS = 60_000;
const PAGE = 50;

/** The filters as the server takes them; a window of time begins at the moment it is asked for. */
function asked(values: Record<(typeof FILTERS)[number], string>) {
  const minutes = WINDOWS[values.from as Window];
  const { key_id, from: _, ...filters } = values;
  return {
    ...filters,
    ...(key_id ? { key_id: Number(key_id) } : {}),
    ...(minutes ? { from: new Date(Date.now() - minutes * MINUTE_MS).toISOString() } : {}),
  };
}

export function RequestLog() {
  const { t } = useTranslation();
  const { values, set } = useAddress(FILTERS);
  const { language } = usePreferences();
  const { data: upstreams } = useUpstreams();
  const [opened, setOpened] = useState<LogEntry>();
  const list = useInfiniteQuery({
    queryKey: ["get", "/api/admin/logs", values],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        client.GET("/api/admin/logs", {
          params: { query: { ...asked(values), cursor: pageParam, limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const found = list.data?.pages.flatMap((page) => page.items);
  // A text is looked for a part of the log a page: go on until a page has some, or the log is at its end.
  const isLooking = list.hasNextPage && list.data?.pages.at(-1)?.items.length === 0;
  const { fetchNextPage, isFetchingNextPage, isError } = list;
  useEffect(() => {
    if (isLooking && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [isLooking, isFetchingNextPage, isError, fetchNextPage]);

  const columns: TableProps<LogEntry>["columns"] = [
    { title: t("gateway.time"), key: "time", render: (_, entry) => <Time value={entry.started_at} /> },
    {
      title: t("gateway.status"),
      key: "status",
      render: (_, { status }) => <Status tone={toneOfStatus(status)}>{status === 0 ? "–" : String(status)}</Status>,
    },
    {
      title: t("gateway.request"),
      key: "request",
      render: (_, entry) => (
        <span className="mono">
          {entry.method} {entry.path}
        </span>
      ),
    },
    { title: t("gateway.upstream"), dataIndex: "upstream", render: (name: string | null) => name ?? "–" },
    { title: t("gateway.model"), dataIndex: "model", render: (model: string | null) => model ?? "–" },
    { title: t("gateway.key"), dataIndex: "key_id", align: "right", render: (id: number | null) => id ?? "–" },
    {
      title: t("gateway.attempts"),
      dataIndex: "attempt_count",
      align: "right",
    },
    {
      title: t("gateway.duration"),
      key: "duration",
      align: "right",
      render: (_, entry) => formatMicros(entry.total_us),
    },
    {
      title: t("gatewayStats.cost"),
      key: "cost",
      align: "right",
      render: (_, entry) => (
        <>
          {entry.tokens_estimated && <span className="soft small">{t("gatewayStats.estimated")} </span>}
          {formatCost(entry.cost_nanos, entry.currency, language)}
        </>
      ),
    },
  ];
  return (
    <>
      <div className="filters">
        <Select
          allowClear
          className="filter"
          placeholder={t("gateway.upstream")}
          aria-label={t("gateway.upstream")}
          value={values.upstream || null}
          options={upstreams?.items.map(({ name }) => ({ value: name, label: name })) ?? []}
          onChange={(value: string | null | undefined) => set({ upstream: value ?? "" })}
        />
        <Select
          allowClear
          className="filter"
          placeholder={t("gateway.anyTime")}
          aria-label={t("gateway.time")}
          value={values.from || null}
          options={(Object.keys(WINDOWS) as Window[]).map((value) => ({ value, label: t(`gateway.window.${value}`) }))}
          onChange={(value: string | null | undefined) => set({ from: value ?? "" })}
        />
        {(["status", "model", "key_id", "q"] as const).map((name) => (
          <TextFilter
            key={name}
            label={t(`gateway.filter.${name}`)}
            value={values[name]}
            onChange={(value) => set({ [name]: value })}
          />
        ))}
        <div className="filters-end">
          <ExportButton path="/api/admin/logs/export" query={() => asked(values)} />
          <Button onClick={() => void list.refetch()} loading={list.isRefetching}>
            {t("action.refresh")}
          </Button>
        </div>
      </div>
      <ListTable
        label={t("gateway.log")}
        items={isLooking && found?.length === 0 ? undefined : found}
        error={list.error}
        onRetry={() => void list.refetch()}
        columns={columns}
        onOpen={setOpened}
        empty={<EmptyState icon={<FileSearchOutlined />} title={t("gateway.noLog")} hint={t("gateway.noLogHint")} />}
      />
      {list.hasNextPage && found && found.length % PAGE !== 0 && (
        <p className="soft" role="status">
          {t("gatewayStats.searching")}
        </p>
      )}
      {list.hasNextPage && (
        <Button block className="more" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("list.more")}
        </Button>
      )}
      <LogDrawer entry={opened} onClose={() => setOpened(undefined)} />
    </>
  );
}

import { FileSearchOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf } from "../../api/client";
import { usePreferences } from "../../preferences/store";
import { EmptyState } from "../../ui/EmptyState";
import type { Columns } from "../../ui/list/columns";
import { ListTable } from "../../ui/list/ListTable";
import { useOpened } from "../../ui/list/useOpened";
import { Status } from "../../ui/Status";
import { useAddress } from "../../ui/useAddress";
import { formatCost } from "../stats/format";
import type { LogEntry } from "../types";
import { asked, FILTERS } from "./filter";
import { formatMicros, nameOr, toneOfStatus } from "./format";
import { LogDrawer } from "./LogDrawer";
import { LogFilters } from "./LogFilters";
import { LogTime } from "./LogTime";

const PAGE = 50;

export function RequestLog() {
  const { t } = useTranslation();
  const { values, set } = useAddress(FILTERS);
  const list = useInfiniteQuery({
    queryKey: ["get", "/api/admin/logs", values],
    queryFn: ({ pageParam: cursor, signal }) => {
      const query = { ...asked(values), cursor, limit: PAGE };
      return dataOf(client.GET("/api/admin/logs", { params: { query }, signal }));
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const rows = list.data?.pages.flatMap((page) => page.items);
  const opened = useOpened<LogEntry>(rows, "/api/admin/logs/{request_id}");
  // A text is looked for a part of the log a page: go on until a page has some, or the log is at its end.
  const isLooking = list.hasNextPage && list.data?.pages.at(-1)?.items.length === 0;
  const { fetchNextPage, isFetchingNextPage, isError } = list;
  useEffect(() => {
    if (isLooking && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [isLooking, isFetchingNextPage, isError, fetchNextPage]);
  const isFiltered = Object.values(values).some((value) => value !== "");
  return (
    <>
      <LogFilters values={values} set={set} onRefresh={() => void list.refetch()} isBusy={list.isRefetching} />
      <ListTable
        label={t("gateway.log")}
        items={isLooking && rows?.length === 0 ? undefined : rows}
        error={list.error}
        onRetry={() => void list.refetch()}
        columns={useColumns()}
        onOpen={opened.open}
        empty={
          <EmptyState
            icon={<FileSearchOutlined />}
            title={t(isFiltered ? "list.nothing" : "gateway.noLog")}
            hint={t(isFiltered ? "list.nothingHint" : "gateway.noLogHint")}
          />
        }
      />
      {list.hasNextPage && rows && rows.length % PAGE !== 0 && (
        <p className="soft" role="status">
          {t("gatewayStats.searching")}
        </p>
      )}
      {list.hasNextPage && (
        <Button block className="more" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("list.more")}
        </Button>
      )}
      <LogDrawer entry={opened.row} onClose={opened.close} />
    </>
  );
}

const short = (name: string) => (
  <span className="cell-short" title={name}>
    {name}
  </span>
);

function useColumns(): Columns<LogEntry> {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return [
    { title: t("gateway.time"), key: "time", render: (_, entry) => <LogTime value={entry.started_at} /> },
    {
      title: t("gateway.status"),
      key: "status",
      render: (_, { status }) => <Status tone={toneOfStatus(status)}>{status === 0 ? "–" : String(status)}</Status>,
    },
    {
      title: t("gateway.request"),
      key: "request",
      render: (_, { method, path }) => <span className="mono" title={`${method} ${path}`}>{`${method} ${path}`}</span>,
    },
    { title: t("gateway.upstream"), key: "upstream", render: (_, { upstream }) => short(upstream ?? "–") },
    { title: t("gateway.model"), key: "model", render: (_, { model }) => short(model ?? "–") },
    { title: t("gateway.key"), key: "key", render: (_, { key, key_id }) => short(nameOr(key, key_id)) },
    {
      title: t("gateway.clientKey"),
      key: "clientKey",
      render: (_, entry) => short(entry.client_key ?? entry.caller ?? nameOr(null, entry.client_key_id)),
    },
    { title: t("gateway.attempts"), dataIndex: "attempt_count", align: "right" },
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
}

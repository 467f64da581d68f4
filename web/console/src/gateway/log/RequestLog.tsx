import { FileSearchOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf } from "../../api/client";
import { formatMicros } from "../../format";
import { ExportButton } from "../../ui/ExportButton";
import { ChoiceFilter, TextFilter } from "../../ui/filters";
import { type Columns, column, numberColumn, shortCell } from "../../ui/list/columns";
import { FilteredList } from "../../ui/list/ListTable";
import { useOpened } from "../../ui/list/useOpened";
import { Time } from "../../ui/Time";
import { useAddress } from "../../ui/useAddress";
import { KeyFilters, UpstreamFilter } from "../filters";
import { useCallerNames } from "../queries";
import type { LogEntry } from "../resources";
import { formatCost } from "../stats/format";
import { asked, FILTERS, HttpStatus, type LogFilter, nameOr, WINDOWS, type Window } from "./format";
import { LogDrawer } from "./LogDrawer";

const PAGE = 50;

export function RequestLog() {
  const { t } = useTranslation();
  const { values, field, isFiltered } = useAddress(FILTERS);
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
  const refresh = () => void list.refetch();
  const callerOf = useCallerNames();
  const columns: Columns<LogEntry> = [
    column(t("gateway.time"), (entry) => <Time value={entry.started_at} shape="clock" />),
    column(t("gateway.status"), ({ status }) => <HttpStatus of={status} />),
    column(t("gateway.request"), ({ method, path }) => (
      <span className="mono" title={`${method} ${path}`}>{`${method} ${path}`}</span>
    )),
    column(t("gateway.upstream"), ({ upstream }) => shortCell(upstream ?? "–")),
    column(t("gateway.model"), ({ model }) => shortCell(model ?? "–")),
    column(t("gateway.key"), ({ key, key_id }) => shortCell(nameOr(key, key_id))),
    column(t("gateway.caller"), (entry) => shortCell(callerOf(entry))),
    { title: t("gateway.attempts"), dataIndex: "attempt_count", align: "right" },
    numberColumn(t("gateway.duration"), (entry) => formatMicros(entry.total_us)),
    numberColumn(t("gatewayStats.cost"), (entry) => (
      <>
        {entry.tokens_estimated && entry.cost_nanos !== null && (
          <span className="soft small">{t("gatewayStats.estimated")} </span>
        )}
        {formatCost(entry.cost_nanos, entry.currency)}
      </>
    )),
  ];
  return (
    <>
      <FilteredList
        label={t("gateway.log")}
        icon={<FileSearchOutlined />}
        list={{ items: isLooking && rows?.length === 0 ? undefined : rows, error: list.error, retry: refresh }}
        columns={columns}
        onOpen={opened.open}
        none={{ title: t("gateway.noLog"), hint: t("gateway.noLogHint") }}
        isFiltered={isFiltered}
        filters={<LogFilters field={field} />}
        actions={
          <>
            {(isFiltered || rows?.length !== 0) && (
              <ExportButton path="/api/admin/logs/export" query={() => asked(values)} />
            )}
            <Button onClick={refresh} loading={list.isRefetching}>
              {t("action.refresh")}
            </Button>
          </>
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

const STATUSES = "failed refused 2xx 4xx 5xx 0 400 401 403 404 408 413 429 500 502 503 504".split(" ");

/** What the log is narrowed by, each bound to the address by `field`. */
function LogFilters({ field }: Pick<ReturnType<typeof useAddress<keyof LogFilter>>, "field">) {
  const { t } = useTranslation();
  const windows = Object.keys(WINDOWS) as Window[];
  const words: Record<string, string> = {
    failed: t("gatewayStats.errors"),
    refused: t("gateway.endReason.refused"),
    0: t("gateway.noAnswer"),
  };
  return (
    <>
      <ChoiceFilter
        label={t("gateway.time")}
        placeholder={t("gateway.anyTime")}
        {...field("from")}
        options={windows.map((value) => ({ value, label: t(`gateway.window.${value}`) }))}
      />
      <ChoiceFilter
        label={t("gateway.status")}
        {...field("status")}
        showSearch
        options={STATUSES.map((value) => ({ value, label: words[value] ?? value }))}
      />
      <UpstreamFilter by="name" {...field("upstream")} />
      <KeyFilters field={field} />
      <TextFilter label={t("gateway.model")} {...field("model")} isCostly />
      <TextFilter label={t("gateway.filter.q")} {...field("q")} isCostly />
    </>
  );
}

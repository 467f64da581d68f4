import { AuditOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, DatePicker, Select, type TableProps } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { type Page as ApiPage, api } from "../api/http";
import { EmptyState } from "../ui/EmptyState";
import { ExportButton } from "../ui/ExportButton";
import { ListTable } from "../ui/list/ListTable";
import { Page } from "../ui/Page";
import { Status, type Tone } from "../ui/Status";
import { TextFilter } from "../ui/TextFilter";
import { Time } from "../ui/Time";
import { useAddress } from "../ui/useAddress";
import { ActionFilter } from "./ActionFilter";
import { type AuditEntry, detailsOf } from "./types";

const PAGE_SIZE = 50;
const FILTERS = ["actor", "action", "target", "outcome", "from", "to"] as const;
const OUTCOMES = ["done", "failed", "refused"] as const;
const TONES: Record<AuditEntry["outcome"], Tone> = { done: "good", failed: "near", refused: "bad" };

/** The filters as the server takes them: whole days of the reader's own, the last one included. */
function queryOf({ from, to, ...texts }: Record<(typeof FILTERS)[number], string>) {
  const [first, last] = [dayjs(from), dayjs(to)];
  return {
    ...texts,
    from: from && first.isValid() ? first.startOf("day").toISOString() : "",
    to: to && last.isValid() ? last.add(1, "day").startOf("day").toISOString() : "",
  };
}

export function AuditPage() {
  const { t } = useTranslation();
  const { values, set, page } = useAddress(FILTERS);
  const offset = (page - 1) * PAGE_SIZE;
  const list = useQuery({
    queryKey: ["audit", values, offset],
    queryFn: ({ signal }) =>
      api.get<ApiPage<AuditEntry>>("/api/audit", { ...queryOf(values), limit: PAGE_SIZE, offset }, signal),
    placeholderData: keepPreviousData,
  });
  const isFiltered = FILTERS.some((name) => values[name] !== "");
  const clear = () => set({ actor: "", action: "", target: "", outcome: "", from: "", to: "" });
  return (
    <Page title={t("nav.audit")} description={t("audit.description")}>
      <div className="filters">
        <TextFilter label={t("audit.actor")} value={values.actor} onChange={(actor) => set({ actor })} />
        <ActionFilter
          value={values.action}
          seen={list.data?.items.map(({ action }) => action) ?? []}
          onChange={(action) => set({ action })}
        />
        <TextFilter label={t("audit.target")} value={values.target} onChange={(target) => set({ target })} />
        <Select
          allowClear
          aria-label={t("audit.outcome")}
          placeholder={t("audit.outcome")}
          className="filter-input"
          value={OUTCOMES.find((known) => known === values.outcome) ?? null}
          options={OUTCOMES.map((value) => ({ value, label: t(`audit.outcomes.${value}`) }))}
          onChange={(outcome) => set({ outcome: outcome ?? "" })}
        />
        <DatePicker.RangePicker
          aria-label={t("audit.days")}
          value={values.from && values.to ? [dayjs(values.from), dayjs(values.to)] : null}
          maxDate={dayjs()}
          onChange={(days) =>
            set({ from: days?.[0]?.format("YYYY-MM-DD") ?? "", to: days?.[1]?.format("YYYY-MM-DD") ?? "" })
          }
        />
        {isFiltered && <Button onClick={clear}>{t("audit.clear")}</Button>}
        <div className="filters-end">
          <ExportButton path="/api/audit/export.csv" query={() => queryOf(values)} />
          <Button onClick={() => void list.refetch()} loading={list.isRefetching}>
            {t("action.refresh")}
          </Button>
        </div>
      </div>
      <ListTable
        label={t("nav.audit")}
        items={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        rowKey="id"
        columns={useColumns((change) => set(change))}
        total={list.data?.total ?? 0}
        page={page}
        pageSize={PAGE_SIZE}
        onPage={(next) => set({ page: String(next) })}
        empty={
          <EmptyState
            icon={<AuditOutlined />}
            title={t(isFiltered ? "list.nothing" : "audit.empty")}
            hint={t(isFiltered ? "list.nothingHint" : "audit.emptyHint")}
          />
        }
      />
    </Page>
  );
}

function useColumns(narrow: (change: { actor?: string; action?: string }) => void): TableProps<AuditEntry>["columns"] {
  const { t } = useTranslation();
  return [
    { title: t("audit.at"), key: "at", render: (_, entry) => <Time value={entry.at} /> },
    {
      title: t("audit.actor"),
      key: "actor",
      render: (_, entry) => (
        <Button type="link" className="cell-link" onClick={() => narrow({ actor: entry.actor })}>
          {entry.actor_name || entry.actor}
        </Button>
      ),
    },
    {
      title: t("audit.action"),
      key: "action",
      render: (_, { action }) => (
        <Button type="link" className="cell-link mono" onClick={() => narrow({ action })}>
          {action}
        </Button>
      ),
    },
    {
      title: t("audit.target"),
      dataIndex: "target",
      render: (target: string) => <span className="mono">{target || "–"}</span>,
    },
    {
      title: t("audit.outcome"),
      key: "outcome",
      render: (_, { outcome }) => <Status tone={TONES[outcome]}>{t(`audit.outcomes.${outcome}`)}</Status>,
    },
    {
      title: t("audit.address"),
      dataIndex: "address",
      render: (address: string) => <span className="mono">{address || "–"}</span>,
    },
    { title: t("audit.details"), key: "details", render: (_, entry) => <Details entry={entry} /> },
  ];
}

function Details({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  return (
    <dl className="audit-details">
      {detailsOf(entry.details).map(({ name, before, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {before !== undefined && (
              <>
                <span className="visually-hidden">{t("audit.before")} </span>
                <del>{before}</del>
                <span aria-hidden="true"> → </span>
                <span className="visually-hidden">{t("audit.after")} </span>
              </>
            )}
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

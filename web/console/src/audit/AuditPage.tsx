import { AuditOutlined } from "@ant-design/icons";
import { Button, DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { Coded } from "../ui/Coded";
import { EmptyState } from "../ui/EmptyState";
import { ExportButton } from "../ui/ExportButton";
import type { Columns } from "../ui/list/columns";
import { ListTable } from "../ui/list/ListTable";
import { useOpened } from "../ui/list/useOpened";
import { useList } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { Status } from "../ui/Status";
import { TextFilter } from "../ui/TextFilter";
import { Time } from "../ui/Time";
import { useAddress } from "../ui/useAddress";
import { ActionFilter } from "./ActionFilter";
import { AuditDrawer } from "./AuditDrawer";
import { Target, TONES } from "./cells";
import type { AuditEntry } from "./types";
import { useAuditWords } from "./words";

const FILTERS = ["actor", "action", "target", "outcome", "from", "to"] as const;
const OUTCOMES = ["done", "failed", "refused"] as const;

/** The filters as the server takes them: whole days of the reader's own, the last one included. */
function queryOf({ from, to, outcome, ...texts }: Record<(typeof FILTERS)[number], string>) {
  const [first, last] = [dayjs(from), dayjs(to)];
  return {
    ...texts,
    outcome: OUTCOMES.find((known) => known === outcome) ?? null,
    from: from && first.isValid() ? first.startOf("day").toISOString() : "",
    to: to && last.isValid() ? last.add(1, "day").startOf("day").toISOString() : "",
  };
}

export function AuditPage() {
  const { t } = useTranslation();
  const { values, set } = useAddress(FILTERS);
  const list = useList("/api/audit", { filters: queryOf(values) });
  const opened = useOpened(list.items, "/api/audit/{entry_id}");
  const isFiltered = FILTERS.some((name) => values[name] !== "");
  const clear = () => set({ actor: "", action: "", target: "", outcome: "", from: "", to: "" });
  return (
    <Page title={t("nav.audit")} description={t("audit.description")}>
      <div className="filters">
        <TextFilter label={t("audit.actor")} value={values.actor} onChange={(actor) => set({ actor })} />
        <ActionFilter
          value={values.action}
          seen={list.items?.map(({ action }) => action) ?? []}
          onChange={(action) => set({ action })}
        />
        <TextFilter label={t("audit.target")} value={values.target} onChange={(target) => set({ target })} />
        <Select
          allowClear
          aria-label={t("audit.outcome")}
          placeholder={t("audit.outcome")}
          className="filter"
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
          <Button onClick={list.retry} loading={list.isRefetching}>
            {t("action.refresh")}
          </Button>
        </div>
      </div>
      <ListTable
        label={t("nav.audit")}
        items={list.items}
        error={list.error}
        onRetry={list.retry}
        columns={useColumns((change) => set(change))}
        total={list.total}
        isCapped={list.isCapped}
        page={list.page}
        onPage={list.onPage}
        onOpen={opened.open}
        empty={
          <EmptyState
            icon={<AuditOutlined />}
            title={t(isFiltered ? "list.nothing" : "audit.empty")}
            hint={t(isFiltered ? "list.nothingHint" : "audit.emptyHint")}
          />
        }
      />
      <AuditDrawer entry={opened.row} onClose={opened.close} />
    </Page>
  );
}

function useColumns(narrow: (change: { actor?: string; action?: string }) => void): Columns<AuditEntry> {
  const { t } = useTranslation();
  const { actionOf, actorOf, summaryOf } = useAuditWords();
  return [
    { title: t("audit.at"), key: "at", render: (_, entry) => <Time value={entry.at} isExact /> },
    {
      title: t("audit.actor"),
      key: "actor",
      render: (_, entry) => (
        <Button type="link" className="cell-link" onClick={() => narrow({ actor: entry.actor })}>
          {actorOf(entry)}
        </Button>
      ),
    },
    {
      title: t("audit.action"),
      key: "action",
      render: (_, { action }) => (
        <Button type="link" className="cell-link" onClick={() => narrow({ action })}>
          <Coded words={actionOf(action) ?? ""} code={action} />
        </Button>
      ),
    },
    { title: t("audit.target"), key: "target", render: (_, entry) => <Target entry={entry} isShort /> },
    {
      title: t("audit.details"),
      key: "details",
      render: (_, entry) => (
        <span className="cell-note" title={summaryOf(entry)}>
          {summaryOf(entry)}
        </span>
      ),
    },
    {
      title: t("audit.outcome"),
      key: "outcome",
      render: (_, { outcome }) => <Status tone={TONES[outcome]}>{t(`audit.outcomes.${outcome}`)}</Status>,
    },
  ];
}

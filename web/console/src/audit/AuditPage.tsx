import { AuditOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { CHOICES } from "../generated/values";
import { DaysFilter } from "../ui/DaysFilter";
import { timesOfDays } from "../ui/days";
import { ExportButton } from "../ui/ExportButton";
import { ChoiceFilter, TextFilter, useClearable, useTyped } from "../ui/filters";
import { type Columns, cell, column, spareColumn } from "../ui/list/columns";
import { FilteredList } from "../ui/list/ListTable";
import { useOpened } from "../ui/list/useOpened";
import { useList } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { Time } from "../ui/Time";
import { type Field, useAddress } from "../ui/useAddress";
import { AuditDrawer, Outcome, Target } from "./AuditDrawer";
import { type AuditEntry, actionOf, actorOf, codeOf, isOffered, knownActions, summaryOf } from "./types";

const FILTERS = ["actor", "action", "target", "outcome", "from", "to"] as const;
const OUTCOMES = CHOICES["AuditEntryOut.outcome"];

/** The filters as the server takes them: whole days of the reader's own, the last one included. */
function queryOf({ from, to, outcome, ...texts }: Record<(typeof FILTERS)[number], string>) {
  return { ...texts, outcome: OUTCOMES.find((known) => known === outcome) ?? null, ...timesOfDays({ from, to }) };
}

export function AuditPage() {
  const { t } = useTranslation();
  const { values, set, field, isFiltered } = useAddress(FILTERS);
  const list = useList("/api/audit", { filters: queryOf(values) });
  const opened = useOpened(list.items, "/api/audit/{entry_id}");
  const clear = () => set({ actor: "", action: "", target: "", outcome: "", from: "", to: "" });
  const columns: Columns<AuditEntry> = [
    column(t("audit.at"), (entry) => <Time value={entry.at} shape="moment" />),
    column(t("audit.actor"), (entry) => (
      <Button type="link" className="cell-link" onClick={() => set({ actor: entry.actor })}>
        {actorOf(entry)}
      </Button>
    )),
    column(t("audit.action"), ({ action }) => (
      <Button type="link" className="cell-link" onClick={() => set({ action })}>
        <span title={action}>{actionOf(action) ?? action}</span>
      </Button>
    )),
    column(t("audit.target"), (entry) => <Target entry={entry} isShort />),
    column(t("audit.outcome"), ({ outcome }) => <Outcome of={outcome} />),
    spareColumn(t("audit.details"), (entry) => cell("note", summaryOf(entry))),
  ];
  return (
    <Page title={t("nav.audit")} description={t("audit.description")}>
      <FilteredList
        label={t("nav.audit")}
        icon={<AuditOutlined />}
        list={list}
        columns={columns}
        onOpen={opened.open}
        none={{ title: t("audit.empty"), hint: t("audit.emptyHint") }}
        isFiltered={isFiltered}
        filters={
          <>
            <TextFilter label={t("audit.actor")} {...field("actor")} />
            <ActionFilter {...field("action")} seen={list.items?.map(({ action }) => action) ?? []} />
            <TextFilter label={t("audit.target")} {...field("target")} />
            <ChoiceFilter
              label={t("audit.outcome")}
              {...field("outcome")}
              options={OUTCOMES.map((value) => ({ value, label: t(`audit.outcomes.${value}`) }))}
            />
            <DaysFilter label={t("audit.days")} from={values.from} to={values.to} onChange={set} />
            {isFiltered && <Button onClick={clear}>{t("audit.clear")}</Button>}
          </>
        }
        actions={
          <>
            <ExportButton path="/api/audit/export.csv" query={() => queryOf(values)} />
            <Button onClick={list.retry} loading={list.isRefetching}>
              {t("action.refresh")}
            </Button>
          </>
        }
      />
      <AuditDrawer entry={opened.row} onClose={opened.close} />
    </Page>
  );
}

interface ActionProps extends Field {
  /** Actions on the page, to choose a whole one. */
  seen: string[];
}

/** An action or its beginning, chosen or typed, by its words, too: holds once it is chosen, Enter is pressed or the field is left. */
function ActionFilter({ value, seen, onChange }: ActionProps) {
  const { t } = useTranslation();
  const { text: typed, type, commit } = useTyped(value, onChange);
  const known = knownActions();
  const subjects = known.map((code) => code.replace(/\w+$/, ""));
  const options = [...new Set([...subjects, ...known, ...seen])].sort().map((action) => {
    const words = actionOf(action);
    return { value: action, label: words ? `${words} · ${action}` : action };
  });
  const hold = () => commit(codeOf(typed, options));
  return (
    <AutoComplete
      className="filter"
      options={options}
      value={typed}
      defaultActiveFirstOption={false}
      popupMatchSelectWidth={360}
      showSearch={{
        filterOption: (text, option) => !!option && isOffered(option.label, text),
      }}
      onSelect={(text: string | undefined) => commit(text ?? "")}
      onChange={(text: string | undefined) => type(text ?? "")}
    >
      <Input
        allowClear={useClearable()}
        placeholder={t("audit.action")}
        aria-label={t("audit.action")}
        onPressEnter={hold}
        onBlur={hold}
      />
    </AutoComplete>
  );
}

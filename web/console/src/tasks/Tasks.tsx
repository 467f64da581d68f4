import { UnorderedListOutlined } from "@ant-design/icons";
import { type Key, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../auth/session";
import { CHOICES } from "../generated/values";
import type { Columns, RowAction } from "../ui/list/columns";
import { actionsColumn, cell, column, numberColumn, progressColumn } from "../ui/list/columns";
import { FilteredList } from "../ui/list/ListTable";
import { useOpened } from "../ui/list/useOpened";
import { useList } from "../ui/list/useResource";
import { Coded, TaskStatus } from "../ui/Status";
import { Time } from "../ui/Time";
import { useAddress } from "../ui/useAddress";
import { attemptsOf } from "./attempts";
import { BulkBar, type Outcome, Refusals } from "./BulkBar";
import { TaskDrawer } from "./drawer/TaskDrawer";
import { FILTERS, timesOf } from "./filters";
import { TaskFilters } from "./TaskFilters";
import type { ListedTask } from "./types";
import { ALLOWS, formatDuration, kindName, kindWords, noteOf, runMsOf } from "./types";
import { useAct } from "./useAct";

const REFRESH_MS = 3000;
const ACTIONS = CHOICES["BulkAct.action"];

export function Tasks() {
  const { t } = useTranslation();
  const mayWrite = useCan()("tasks.write");
  const { values, set, field, isFiltered } = useAddress(FILTERS);
  const act = useAct();
  const status = CHOICES.Status.find((known) => known === values.status) ?? null;
  const times = timesOf(values, Date.now());
  const list = useList("/api/tasks", { filters: { ...values, ...times, status }, refetchInterval: REFRESH_MS });
  const opened = useOpened(list.items, "/api/tasks/{task_id}");
  // what was picked holds for what was to be seen then
  const scope = JSON.stringify(values);
  const [selection, setSelection] = useState<{ scope: string; tasks: ListedTask[] }>();
  const [outcome, setOutcome] = useState<Outcome>();
  const items = list.items ?? [];
  const picked = (selection?.scope === scope ? selection.tasks : []).map(
    (task) => items.find(({ id }) => id === task.id) ?? task, // one of another page as it was seen there
  );
  const pick = (next: Key[]) =>
    setSelection({
      scope,
      tasks: [...picked, ...items.filter((task) => !picked.includes(task))].filter(({ id }) => next.includes(id)),
    });
  const actions: RowAction<ListedTask>[] = [
    { key: "open", label: t("task.open"), onClick: opened.open },
    ...ACTIONS.map((key) => ({
      key,
      label: t(`task.${key}`),
      isDanger: key === "cancel",
      isOff: (task: ListedTask) => !mayWrite || !ALLOWS[key](task),
      onClick: (task: ListedTask) => act(task, key),
    })),
  ];
  return (
    <>
      <Refusals of={outcome} onClose={() => setOutcome(undefined)} />
      <FilteredList
        label={t("nav.tasks")}
        icon={<UnorderedListOutlined />}
        list={list}
        columns={[...useFacts(), actionsColumn(({ kind }) => kindName(kind), actions)]}
        onOpen={opened.open}
        none={{ title: t("task.empty"), hint: t("task.emptyHint") }}
        isFiltered={isFiltered}
        picking={mayWrite ? { keys: picked.map(({ id }) => id), nameOf: ({ id }) => id, onPick: pick } : undefined}
        filters={<TaskFilters field={field} set={set} values={values} isFiltered={isFiltered} />}
      />
      {picked.length > 0 && <BulkBar tasks={picked} onPick={pick} onDone={setOutcome} />}
      <TaskDrawer task={opened.row} onClose={opened.close} onAct={mayWrite ? act : undefined} />
    </>
  );
}

function useFacts(): Columns<ListedTask> {
  const { t } = useTranslation();
  return [
    column(t("task.kind"), (task) => <Coded words={kindWords(task.kind)} code={task.kind} />),
    column(t("task.state"), (task) => <TaskStatus status={task.status} />),
    progressColumn(),
    column(t("task.note"), (task) => cell("note", noteOf(task), task.error ? "bad" : undefined)),
    numberColumn(t("task.attempt"), (task) => attemptsOf(task)),
    numberColumn(t("task.duration"), (task) => {
      const ms = runMsOf(task, Date.now());
      return ms === undefined ? "–" : formatDuration(ms);
    }),
    column(t("task.created"), (task) => <Time value={task.created_at} />),
  ];
}

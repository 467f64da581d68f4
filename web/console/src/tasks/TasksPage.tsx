import { UnorderedListOutlined } from "@ant-design/icons";
import { Progress } from "antd";
import { useTranslation } from "react-i18next";
import { client, reads } from "../api/client";
import { useCan } from "../auth/session";
import { CHOICES } from "../generated/values";
import { ChoiceFilter } from "../ui/ChoiceFilter";
import { Coded } from "../ui/Coded";
import { actionsColumn, type Columns, cell, column, numberColumn, type RowAction } from "../ui/list/columns";
import { FilteredList } from "../ui/list/FilteredList";
import { useOpened } from "../ui/list/useOpened";
import { useList } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { TaskStatus } from "../ui/TaskStatus";
import { Time } from "../ui/Time";
import { useAction } from "../ui/useAction";
import { useAddress } from "../ui/useAddress";
import { TaskDrawer } from "./TaskDrawer";
import { ALLOWS, kindWords, type ListedTask, type TaskAction } from "./types";

const REFRESH_MS = 3000;

export function TasksPage() {
  const { t } = useTranslation();
  const mayWrite = useCan()("tasks.write");
  const { values, field, isFiltered } = useAddress(["status", "kind"]);
  const { run } = useAction(["/api/tasks"]);
  const status = CHOICES.Status.find((known) => known === values.status) ?? null;
  const list = useList("/api/tasks", { filters: { status, kind: values.kind }, refetchInterval: REFRESH_MS });
  const opened = useOpened(list.items, "/api/tasks/{task_id}");
  const kinds = reads.useQuery("get", "/api/tasks/kinds", {}, { staleTime: Number.POSITIVE_INFINITY });
  const act = ({ id }: { id: string }, action: TaskAction) =>
    void run(() => client.POST("/api/tasks/{task_id}/{action}", { params: { path: { task_id: id, action } } }));
  const acting = (key: TaskAction): RowAction<ListedTask> => ({
    key,
    label: t(`task.${key}`),
    isOff: (task) => !mayWrite || !ALLOWS[key](task),
    onClick: (task) => act(task, key),
  });
  const actions = [{ key: "open", label: t("task.open"), onClick: opened.open }, acting("cancel"), acting("retry")];
  return (
    <Page title={t("nav.tasks")} description={t("task.description")}>
      <FilteredList
        label={t("nav.tasks")}
        icon={<UnorderedListOutlined />}
        list={list}
        columns={[...useFacts(), actionsColumn(({ kind }) => kindWords(kind) ?? kind, actions)]}
        onOpen={opened.open}
        none={{ title: t("task.empty"), hint: t("task.emptyHint") }}
        isFiltered={isFiltered}
        filters={
          <>
            <ChoiceFilter
              label={t("task.state")}
              {...field("status")}
              options={CHOICES.Status.map((value) => ({ value, label: t(`task.status.${value}`) }))}
            />
            <ChoiceFilter
              label={t("task.kind")}
              {...field("kind")}
              showSearch={{ optionFilterProp: "label" }}
              popupMatchSelectWidth={false}
              options={kinds.data?.map((value) => ({ value, label: kindWords(value) ?? value })) ?? []}
            />
          </>
        }
      />
      <TaskDrawer task={opened.row} onClose={opened.close} onAct={mayWrite ? act : undefined} />
    </Page>
  );
}

function useFacts(): Columns<ListedTask> {
  const { t } = useTranslation();
  return [
    column(t("task.kind"), (task) => <Coded words={kindWords(task.kind)} code={task.kind} />),
    column(t("task.state"), (task) => <TaskStatus status={task.status} />),
    {
      title: t("task.progress"),
      key: "progress",
      width: 110,
      render: (_, task) => (
        <Progress
          size="small"
          percent={Math.round((task.status === "succeeded" ? 1 : task.progress) * 100)}
          status={task.status === "failed" ? "exception" : "normal"}
          aria-label={t("task.progress")}
        />
      ),
    },
    column(t("task.note"), ({ error, message }) => cell("note", error ?? message, error ? "bad" : undefined)),
    numberColumn(t("task.attempt"), (task) => `${task.attempt} / ${task.max_attempts}`),
    column(t("task.created"), (task) => <Time value={task.created_at} />),
    column(t("task.finished"), (task) => <Time value={task.finished_at} />),
  ];
}

import { UnorderedListOutlined } from "@ant-design/icons";
import { Progress, Select } from "antd";
import { useTranslation } from "react-i18next";
import { client, reads } from "../api/client";
import { useCan } from "../auth/session";
import { EmptyState } from "../ui/EmptyState";
import { actionsColumn, type Columns } from "../ui/list/columns";
import { ListTable } from "../ui/list/ListTable";
import { useOpened } from "../ui/list/useOpened";
import { useList } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { TaskStatus } from "../ui/TaskStatus";
import { Time } from "../ui/Time";
import { useAction } from "../ui/useAction";
import { useAddress } from "../ui/useAddress";
import { TaskDrawer } from "./TaskDrawer";
import { TaskKind, useKindWords } from "./TaskKind";
import { isFinished, isRetryable, type ListedTask, STATUSES } from "./types";

const REFRESH_MS = 3000;

export function TasksPage() {
  const { t } = useTranslation();
  const wordsOf = useKindWords();
  const mayWrite = useCan()("tasks.write");
  const { values, set } = useAddress(["status", "kind"]);
  const { run } = useAction(["/api/tasks"]);
  const status = STATUSES.find((known) => known === values.status) ?? null;
  const kind = values.kind || null;
  const list = useList("/api/tasks", { filters: { status, kind }, refetchInterval: REFRESH_MS });
  const opened = useOpened(list.items, "/api/tasks/{task_id}");
  const kinds = reads.useQuery("get", "/api/tasks/kinds", {}, { staleTime: Number.POSITIVE_INFINITY });
  const act = ({ id }: { id: string }, action: "cancel" | "retry") =>
    void run(() => client.POST("/api/tasks/{task_id}/{action}", { params: { path: { task_id: id, action } } }));
  const isFiltered = status !== null || kind !== null;
  const columns: Columns<ListedTask> = [
    ...useFacts(),
    actionsColumn(
      ({ kind: name }) => wordsOf(name) ?? name,
      [
        { key: "open", label: t("task.open"), onClick: opened.open },
        {
          key: "cancel",
          label: t("task.cancel"),
          isOff: (task) => !mayWrite || isFinished(task),
          onClick: (task) => act(task, "cancel"),
        },
        {
          key: "retry",
          label: t("task.retry"),
          isOff: (task) => !mayWrite || !isRetryable(task),
          onClick: (task) => act(task, "retry"),
        },
      ],
    ),
  ];
  return (
    <Page title={t("nav.tasks")} description={t("task.description")}>
      <div className="filters">
        <Select
          allowClear
          className="filter"
          placeholder={t("task.state")}
          aria-label={t("task.state")}
          value={status}
          options={STATUSES.map((value) => ({ value, label: t(`task.status.${value}`) }))}
          onChange={(next) => set({ status: next ?? "" })}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          className="filter"
          placeholder={t("task.kind")}
          aria-label={t("task.kind")}
          value={kind}
          popupMatchSelectWidth={false}
          options={kinds.data?.map((value) => ({ value, label: wordsOf(value) ?? value })) ?? []}
          onChange={(next) => set({ kind: next ?? "" })}
        />
      </div>
      <ListTable
        label={t("nav.tasks")}
        items={list.items}
        error={list.error}
        onRetry={list.retry}
        columns={columns}
        total={list.total}
        isCapped={list.isCapped}
        page={list.page}
        onPage={list.onPage}
        onOpen={opened.open}
        empty={
          <EmptyState
            icon={<UnorderedListOutlined />}
            title={t(isFiltered ? "list.nothing" : "task.empty")}
            hint={t(isFiltered ? "list.nothingHint" : "task.emptyHint")}
          />
        }
      />
      <TaskDrawer task={opened.row} onClose={opened.close} onAct={mayWrite ? act : undefined} />
    </Page>
  );
}

function useFacts(): Columns<ListedTask> {
  const { t } = useTranslation();
  return [
    { title: t("task.kind"), key: "kind", render: (_, task) => <TaskKind kind={task.kind} /> },
    { title: t("task.state"), key: "status", render: (_, task) => <TaskStatus status={task.status} /> },
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
    {
      title: t("task.note"),
      key: "note",
      render: (_, { error, message }) => (
        <span className="cell-note" data-tone={error ? "bad" : undefined} title={error ?? message}>
          {error ?? message}
        </span>
      ),
    },
    {
      title: t("task.attempt"),
      key: "attempt",
      align: "right",
      render: (_, task) => `${task.attempt} / ${task.max_attempts}`,
    },
    { title: t("task.created"), key: "created", render: (_, task) => <Time value={task.created_at} /> },
    { title: t("task.finished"), key: "finished", render: (_, task) => <Time value={task.finished_at} /> },
  ];
}

import { UnorderedListOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Progress, Select, type TableProps, Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { type Page as ApiPage, api } from "../api/http";
import { useCan } from "../auth/session";
import { EmptyState } from "../ui/EmptyState";
import { ListTable } from "../ui/list/ListTable";
import { Page } from "../ui/Page";
import { RowMenu } from "../ui/RowMenu";
import { TaskStatus } from "../ui/TaskStatus";
import { Time } from "../ui/Time";
import { useAction } from "../ui/useAction";
import { useAddress } from "../ui/useAddress";

interface Task {
  id: string;
  kind: string;
  status: string;
  attempt: number;
  max_attempts: number;
  progress: number;
  message: string | null;
  error: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
}

const PAGE_SIZE = 50;
const REFRESH_MS = 3000;
const STATUSES = ["queued", "running", "retrying", "scheduled", "succeeded", "failed", "cancelled"] as const;
const CANCELLABLE = new Set(["waiting", "scheduled", "queued", "running", "retrying", "paused"]);
const RETRYABLE = new Set(["failed", "cancelled"]);

export function TasksPage() {
  const { t } = useTranslation();
  const mayWrite = useCan()("tasks.write");
  const { values, set, page } = useAddress(["status"] as const);
  const { run } = useAction(["tasks"]);
  const offset = (page - 1) * PAGE_SIZE;
  const list = useQuery({
    queryKey: ["tasks", values, offset],
    queryFn: ({ signal }) => api.get<ApiPage<Task>>("/api/tasks", { ...values, limit: PAGE_SIZE, offset }, signal),
    refetchInterval: REFRESH_MS,
  });
  const act = (task: Task, action: "cancel" | "retry") => void run(() => api.post(`/api/tasks/${task.id}/${action}`));
  const columns: TableProps<Task>["columns"] = [
    {
      title: t("task.kind"),
      key: "kind",
      render: (_, task) => (
        <>
          <span className="cell-title mono">{task.kind}</span>
          <span className="soft small">{task.id}</span>
        </>
      ),
    },
    {
      title: t("task.state"),
      key: "status",
      render: (_, task) => (
        <Tooltip title={task.error}>
          <span>
            <TaskStatus status={task.status} />
          </span>
        </Tooltip>
      ),
    },
    {
      title: t("task.progress"),
      key: "progress",
      width: 220,
      render: (_, task) => (
        <>
          <Progress
            size="small"
            percent={Math.round((task.status === "succeeded" ? 1 : task.progress) * 100)}
            status={task.status === "failed" ? "exception" : "normal"}
          />
          {task.message && <span className="soft small">{task.message}</span>}
        </>
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
    {
      key: "actions",
      align: "right",
      render: (_, task) => (
        <RowMenu
          name={task.kind}
          items={[
            {
              key: "cancel",
              label: t("task.cancel"),
              disabled: !mayWrite || !CANCELLABLE.has(task.status),
              onClick: () => act(task, "cancel"),
            },
            {
              key: "retry",
              label: t("task.retry"),
              disabled: !mayWrite || !RETRYABLE.has(task.status),
              onClick: () => act(task, "retry"),
            },
          ]}
        />
      ),
    },
  ];
  return (
    <Page title={t("nav.tasks")} description={t("task.description")}>
      <div className="filters">
        <Select
          allowClear
          className="filter"
          placeholder={t("task.state")}
          aria-label={t("task.state")}
          value={values.status || null}
          options={STATUSES.map((value) => ({ value, label: t(`task.status.${value}`) }))}
          onChange={(value: string | null | undefined) => set({ status: value ?? "" })}
        />
      </div>
      <ListTable
        label={t("nav.tasks")}
        items={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        rowKey="id"
        columns={columns}
        total={list.data?.total ?? 0}
        page={page}
        pageSize={PAGE_SIZE}
        onPage={(next) => set({ page: String(next) })}
        empty={<EmptyState icon={<UnorderedListOutlined />} title={t("task.empty")} hint={t("task.emptyHint")} />}
      />
    </Page>
  );
}

import { UnorderedListOutlined } from "@ant-design/icons";
import { Alert, Button, Progress } from "antd";
import { useTranslation } from "react-i18next";
import { client, reads, type Schema } from "../api/client";
import { useCan } from "../auth/session";
import { formatExact } from "../format";
import { CHOICES } from "../generated/values";
import { CodeSample } from "../ui/CopyButton";
import { Facts } from "../ui/Fact";
import { ChoiceFilter } from "../ui/filters";
import { Loaded } from "../ui/Loaded";
import { actionsColumn, type Columns, cell, column, numberColumn, type RowAction } from "../ui/list/columns";
import { FilteredList } from "../ui/list/ListTable";
import { useOpened } from "../ui/list/useOpened";
import { useList } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { RowDrawer } from "../ui/RowDrawer";
import { Coded, TaskStatus } from "../ui/Status";
import { Time } from "../ui/Time";
import { useAction } from "../ui/useAction";
import { useAddress } from "../ui/useAddress";
import { wordsOf } from "../words";

type Task = Schema<"TaskOut">;
type ListedTask = Schema<"TaskListed">;

const FINISHED: Task["status"][] = ["succeeded", "failed", "cancelled"];

/** What a kind of task does, where there are words for it. */
const kindWords = (kind: string) => wordsOf(`task.kindOf.${kind.replace(".", "_")}`);

/** What one does to a task. */
type TaskAction = "cancel" | "retry";

const isFinished = ({ status }: Pick<Task, "status">) => FINISHED.includes(status);
/** By what is done to a task, whether its state allows it. */
const ALLOWS: Record<TaskAction, (task: Pick<Task, "status">) => boolean> = {
  cancel: (task) => !isFinished(task),
  retry: ({ status }) => status === "failed" || status === "cancelled",
};

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

const TASK_REFRESH_MS = 2000;
const TIMES = ["created_at", "run_at", "started_at", "finished_at"] as const;

interface DrawerProps {
  task: Task | ListedTask | undefined;
  onClose: () => void;
  /** Undefined where this person may not. */
  onAct: ((task: Task, action: TaskAction) => void) | undefined;
}

/** A task with all that went in and came out of it. */
function TaskDrawer({ task: listed, onClose, onAct }: DrawerProps) {
  return (
    <RowDrawer
      of={listed}
      onClose={onClose}
      title={({ kind }) => <Coded words={kindWords(kind)} code={kind} />}
      extra={({ id }) => onAct && <Actions id={id} onAct={onAct} />}
    >
      {({ id }) => <Current id={id} />}
    </RowDrawer>
  );
}

const refetchInterval = ({ state: { data, error } }: { state: { data?: Task | undefined; error: unknown } }) =>
  error || (data && isFinished(data)) ? false : TASK_REFRESH_MS;

function useTask(id: string) {
  return reads.useQuery("get", "/api/tasks/{task_id}", { params: { path: { task_id: id } } }, { refetchInterval });
}

function Actions({ id, onAct }: { id: string; onAct: NonNullable<DrawerProps["onAct"]> }) {
  const { t } = useTranslation();
  const { data: task } = useTask(id);
  const action = (["cancel", "retry"] as const).find((one) => task && ALLOWS[one](task));
  return task && action && <Button onClick={() => onAct(task, action)}>{t(`task.${action}`)}</Button>;
}

function Current({ id }: { id: string }) {
  return <Loaded of={useTask(id)}>{(task) => <Details task={task} />}</Loaded>;
}

const timeOf = (at: string | null) => (at ? formatExact(at) : "–");

function Details({ task }: { task: Task }) {
  const { t } = useTranslation();
  return (
    <>
      {task.error && <Alert type="error" showIcon title={task.error} className="form-alert" />}
      {!isFinished(task) && <Progress percent={Math.round(task.progress * 100)} aria-label={t("task.progress")} />}
      {task.message && <p className="soft">{task.message}</p>}
      <Facts
        of={{
          [t("task.state")]: <TaskStatus status={task.status} />,
          [t("task.attempt")]: `${task.attempt} / ${task.max_attempts}`,
          ...Object.fromEntries(TIMES.map((name) => [t(`task.times.${name}`), timeOf(task[name])])),
          [t("task.owner")]: <Owner id={task.owner} />,
          [t("task.worker")]: <span className="mono">{task.worker ?? "–"}</span>,
          [t("task.id")]: <span className="mono">{task.id}</span>,
        }}
      />
      <h3>{t("task.payload")}</h3>
      <CodeSample label={t("task.payload")} code={JSON.stringify(task.payload, null, 2)} />
      {task.result && (
        <>
          <h3>{t("task.result")}</h3>
          <CodeSample label={t("task.result")} code={JSON.stringify(task.result, null, 2)} />
        </>
      )}
    </>
  );
}

/** Who asked for it, by name as far as this person may see names. */
function Owner({ id }: { id: string }) {
  const can = useCan();
  const keyId = /^key_(\d+)$/.exec(id)?.[1];
  const isPerson = id.startsWith("user_") && can("users.read");
  const isKey = keyId !== undefined && can("keys.read");
  const person = { params: { path: { user_id: id } } };
  const clientKey = { params: { path: { key_id: Number(keyId) } } };
  const user = reads.useQuery("get", "/api/users/{user_id}", person, { enabled: isPerson, retry: false });
  const key = reads.useQuery("get", "/api/keys/{key_id}", clientKey, { enabled: isKey, retry: false });
  if (id === "system") return "Relaydesk";
  return <Coded words={user.data?.name ?? key.data?.name} code={id} />;
}

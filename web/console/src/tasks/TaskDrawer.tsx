import { Alert, Button, Progress } from "antd";
import { useTranslation } from "react-i18next";
import { reads } from "../api/client";
import { useCan } from "../auth/session";
import { formatExact } from "../format";
import { Coded } from "../ui/Coded";
import { CodeSample } from "../ui/CodeSample";
import { Facts } from "../ui/Fact";
import { Loaded } from "../ui/Loaded";
import { RowDrawer } from "../ui/RowDrawer";
import { TaskStatus } from "../ui/TaskStatus";
import { ALLOWS, isFinished, kindWords, type ListedTask, type Task, type TaskAction } from "./types";

const REFRESH_MS = 2000;
const TIMES = ["created_at", "run_at", "started_at", "finished_at"] as const;

interface Props {
  task: Task | ListedTask | undefined;
  onClose: () => void;
  /** Undefined where this person may not. */
  onAct: ((task: Task, action: TaskAction) => void) | undefined;
}

/** A task with all that went in and came out of it. */
export function TaskDrawer({ task: listed, onClose, onAct }: Props) {
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

function useTask(id: string) {
  return reads.useQuery(
    "get",
    "/api/tasks/{task_id}",
    { params: { path: { task_id: id } } },
    {
      refetchInterval: ({ state: { data, error } }) => (error || (data && isFinished(data)) ? false : REFRESH_MS),
    },
  );
}

function Actions({ id, onAct }: { id: string; onAct: NonNullable<Props["onAct"]> }) {
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
  const user = reads.useQuery(
    "get",
    "/api/users/{user_id}",
    { params: { path: { user_id: id } } },
    { enabled: id.startsWith("user_") && can("users.read"), retry: false },
  );
  const key = reads.useQuery(
    "get",
    "/api/keys/{key_id}",
    { params: { path: { key_id: Number(keyId) } } },
    { enabled: keyId !== undefined && can("keys.read"), retry: false },
  );
  if (id === "system") return "Relaydesk";
  return <Coded words={user.data?.name ?? key.data?.name} code={id} />;
}

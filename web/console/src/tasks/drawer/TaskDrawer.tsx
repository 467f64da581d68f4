import { Alert, Button, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { reads } from "../../api/client";
import { CHOICES } from "../../generated/values";
import { CodeSample } from "../../ui/CopyButton";
import { Facts } from "../../ui/Fact";
import { Loaded } from "../../ui/Loaded";
import { RowDrawer } from "../../ui/RowDrawer";
import { Coded, TaskStatus } from "../../ui/Status";
import { TaskProgress } from "../../ui/TaskProgress";
import { attemptsOf } from "../attempts";
import {
  ALLOWS,
  failure,
  isFinished,
  kindWords,
  type ListedTask,
  ownMessage,
  reasonWords,
  type Task,
  type TaskAction,
  tasksAt,
} from "../types";
import { Dependencies } from "./Dependencies";
import { Folded } from "./Folded";
import { Log, useLog } from "./Log";
import { Owner } from "./Owner";
import { Timeline } from "./Timeline";

const REFRESH_MS = 2000;
const ACTIONS = CHOICES["BulkAct.action"];

interface Props {
  task: Task | ListedTask | undefined;
  onClose: () => void;
  /** Undefined where this person may not. */
  onAct: ((task: Task, action: TaskAction) => Promise<unknown>) | undefined;
}

/** A task with all that went in and came out of it. */
export function TaskDrawer({ task: listed, onClose, onAct }: Props) {
  return (
    <RowDrawer
      of={listed}
      onClose={onClose}
      size={720}
      title={({ kind }) => <Coded words={kindWords(kind)} code={kind} />}
      extra={({ id }) => onAct && <Actions id={id} onAct={onAct} />}
    >
      {({ id }) => <Current id={id} />}
    </RowDrawer>
  );
}

function useTask(id: string) {
  const init = { params: { path: { task_id: id } } };
  return reads.useQuery("get", "/api/tasks/{task_id}", init, {
    refetchInterval: ({ state: { data, error } }) => (error || (data && isFinished(data)) ? false : REFRESH_MS),
  });
}

function Actions({ id, onAct }: { id: string; onAct: NonNullable<Props["onAct"]> }) {
  const { t } = useTranslation();
  const { data: task } = useTask(id);
  const [busy, setBusy] = useState<TaskAction>();
  const act = async (task: Task, action: TaskAction) => {
    setBusy(action);
    await onAct(task, action);
    setBusy(undefined);
  };
  return (
    <Space size="small" wrap>
      {task &&
        ACTIONS.filter((action) => ALLOWS[action](task)).map((action) => (
          <Button
            key={action}
            size="small"
            danger={action === "cancel"}
            loading={busy === action}
            disabled={busy && busy !== action}
            // the second click of a double one was meant for the button that stood here before
            onClick={({ detail }) => detail < 2 && void act(task, action)}
          >
            {t(`task.${action}`)}
          </Button>
        ))}
    </Space>
  );
}

function Current({ id }: { id: string }) {
  return <Loaded of={useTask(id)}>{(task) => <Details task={task} />}</Loaded>;
}

const DOCUMENTS = ["payload", "result", "checkpoint"] as const;

function Details({ task }: { task: Task }) {
  const { t } = useTranslation();
  const log = useLog(task.id, isFinished(task));
  const lines = log.data?.items ?? [];
  const traceback = lines.findLast(({ attempt, detail }) => attempt === task.attempt && detail)?.detail;
  return (
    <>
      {task.error && (
        <Alert
          type="error"
          showIcon
          title={failure(task.error, task.error_code)}
          className="form-alert"
          {...(traceback && { description: <Folded words={t("task.traceback")} text={traceback} /> })}
        />
      )}
      {!isFinished(task) && <TaskProgress of={task} label={t("task.progress")} />}
      {task.message && (
        <p className="soft">{ownMessage(task.kind, task.message) ?? t("task.says", { message: task.message })}</p>
      )}
      <Facts
        of={{
          [t("task.state")]: <TaskStatus status={task.status} />,
          [t("task.attempt")]: attemptsOf(task),
          [t("task.reason")]: task.error_code ? (
            <Link to={tasksAt({ error_code: task.error_code })}>
              <Coded words={reasonWords(task.error_code)} code={task.error_code} />
            </Link>
          ) : undefined,
          [t("task.queue")]: <Link to={tasksAt({ queue: task.queue })}>{task.queue}</Link>,
          [t("task.priority")]: task.priority === 0 ? undefined : String(task.priority),
          [t("task.batch")]: task.batch_id ? (
            <Link className="mono" to={tasksAt({ batch_id: task.batch_id })}>
              {task.batch_id}
            </Link>
          ) : undefined,
          [t("task.owner")]: <Owner id={task.owner} />,
          [t("task.worker")]: <span className="mono">{task.worker ?? "–"}</span>,
          [t("task.id")]: <span className="mono">{task.id}</span>,
        }}
      />
      <Dependencies task={task} />
      <h3>{t("task.timeline")}</h3>
      <Timeline task={task} lines={lines} />
      <h3>{t("task.log")}</h3>
      <Log of={log} task={task} />
      {DOCUMENTS.map((name) => task[name] && <Document key={name} name={t(`task.${name}`)} of={task[name]} />)}
    </>
  );
}

function Document({ name, of: document }: { name: string; of: object }) {
  return (
    <>
      <h3>{name}</h3>
      <CodeSample label={name} code={JSON.stringify(document, null, 2)} />
    </>
  );
}

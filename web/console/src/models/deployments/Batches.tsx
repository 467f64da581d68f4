import { FileTextOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { client, download, type Schema } from "../../api/client";
import { readsOf } from "../../api/resources";
import { useCan } from "../../auth/session";
import { formatCount } from "../../gateway/stats/format";
import { isFinished, tasksAt } from "../../tasks/types";
import {
  actionsColumn,
  type Columns,
  column,
  nameColumn,
  numberColumn,
  progressColumn,
  type RowAction,
} from "../../ui/list/columns";
import { FilteredList } from "../../ui/list/ListTable";
import { useList } from "../../ui/list/useResource";
import { TaskStatus } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { useAction, useConfirm } from "../../ui/useAction";
import { DEPLOYMENTS, type Deployment, type ModelDeployment } from "../resources";
import { Uploading } from "../Uploading";
import { useUploads } from "../useUploads";
import { BatchDrawer, type Requests } from "./BatchDrawer";
import { answers } from "./state";

const REFRESH_MS = 2000;
const PATH = "/api/deployments/{deployment_id}/batch";

type Answered = Schema<"InferenceBatchOut">;
type Batch = Answered & { progress: number };

const batchOf = (batch: Answered): Batch => ({
  ...batch,
  progress: batch.read_bytes / Math.max(1, batch.size_bytes),
});

/** Of a task that is forgotten what is there is all there will be, however it ended. */
const isOver = ({ status }: Batch) => status === null || isFinished({ status });

/** "good.answers.jsonl" of "good.jsonl". */
const answersOf = (filename: string) => `${filename.replace(/\.(jsonl|ndjson|json|txt)$/i, "")}.answers.jsonl`;

/** Files of requests that a deployment answers, or has answered. */
export function Batches({ deployment }: { deployment: ModelDeployment }) {
  const { t } = useTranslation();
  const mayWrite = useCan()("models.write");
  const [isOpen, setOpen] = useState(false);
  const { id, status } = deployment;
  const { current, start } = useUploads(`/api/deployments/${id}/batch`, [DEPLOYMENTS.list]);
  const send = ({ file, version }: Requests) =>
    start(file, { version }, () => t("inferenceBatch.begun", { name: file.name }));
  const isServed = status === "loading" || answers(deployment);
  const list = useList(PATH, { params: { deployment_id: id }, refetchInterval: REFRESH_MS });
  const columns: Columns<Batch> = [
    nameColumn(t("inferenceBatch.file"), ({ filename }) => filename),
    column(t("task.state"), ({ status }) => (status === null ? "–" : <TaskStatus status={status} />)),
    progressColumn(),
    numberColumn(t("inferenceBatch.computed"), ({ lines, refused }) => formatCount(lines - refused)),
    numberColumn(t("inferenceBatch.refused"), ({ refused }) => formatCount(refused)),
    column(t("model.number"), ({ version }) =>
      version === null ? t("playground.byTraffic") : t("model.version", { version }),
    ),
    column(t("task.created"), ({ created_at }) => <Time value={created_at} />),
    actionsColumn(({ filename }) => filename, useActions(deployment)),
  ];
  return (
    <section className="below" aria-label={t("inferenceBatch.title")}>
      <h2 className="section-title">{t("inferenceBatch.title")}</h2>
      <Uploading of={current} />
      <FilteredList
        label={t("inferenceBatch.title")}
        icon={<FileTextOutlined />}
        list={{ ...list, items: list.items?.map(batchOf) }}
        columns={columns}
        none={{ title: t("inferenceBatch.none"), hint: t("inferenceBatch.noneHint") }}
        actions={
          mayWrite && (
            <>
              {!isServed && (
                <span className="soft small" role="status">
                  {t("playground.notReady", { status: t(`deployment.status.${status}`) })}
                </span>
              )}
              <Button icon={<PlusOutlined />} disabled={!isServed} onClick={() => setOpen(true)}>
                {t("inferenceBatch.begin")}
              </Button>
            </>
          )
        }
      />
      <BatchDrawer deployment={deployment} onSend={send} isOpen={isOpen} onClose={() => setOpen(false)} />
    </section>
  );
}

function useActions({ id: deployment_id }: Deployment): RowAction<Batch>[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const can = useCan();
  const confirm = useConfirm();
  const { run } = useAction(readsOf(DEPLOYMENTS));
  const at = ({ id }: Batch) => ({ params: { path: { deployment_id, task_id: id } } });
  const cancel = ({ id, filename }: Batch) => {
    const path = { task_id: id, action: "cancel" as const };
    const work = () => client.POST("/api/tasks/{task_id}/{action}", { params: { path } });
    const title = t("inferenceBatch.cancelTitle", { name: filename });
    const elseText = t("inferenceBatch.keep");
    confirm(title, t("inferenceBatch.cancelHint"), t("inferenceBatch.cancel"), () => run(work), { elseText });
  };
  const remove = (row: Batch) => {
    const title = t("inferenceBatch.delete", { name: row.filename });
    const work = () => client.DELETE(`${PATH}/{task_id}`, at(row));
    confirm(title, t("inferenceBatch.deleteHint"), t("action.delete"), () =>
      run(work, t("list.deleted", { name: row.filename })),
    );
  };
  return [
    {
      key: "download",
      label: t("inferenceBatch.download"),
      isFor: ({ output_bytes }) => output_bytes > 0,
      onClick: ({ id, filename }) =>
        run(() => download(`/api/deployments/${deployment_id}/batch/${id}/output`, {}, answersOf(filename))),
    },
    {
      key: "task",
      label: t("inferenceBatch.task"),
      isOff: !can("tasks.read"),
      onClick: ({ id }) => void navigate(tasksAt({ open: id })),
    },
    {
      key: "cancel",
      label: t("inferenceBatch.cancel"),
      isDanger: true,
      isOff: !can("tasks.write"),
      isFor: (row) => !isOver(row),
      onClick: cancel,
    },
    {
      key: "delete",
      label: t("action.delete"),
      isDanger: true,
      isOff: !can("models.write"),
      isFor: isOver,
      onClick: remove,
    },
  ];
}

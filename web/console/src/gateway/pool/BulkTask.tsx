import { useQueryClient } from "@tanstack/react-query";
import { Alert, Progress } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { reads } from "../../api/client";
import { readAgain, readsOf } from "../../api/resources";
import { ReadFailed } from "../../ui/Loaded";
import { KEYS } from "../resources";

const REFRESH_MS = 1000;
const ENDED = new Set(["succeeded", "failed", "cancelled"]);

/** How far a task on many keys is; it goes on when the page is left. */
export function BulkTask({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data: task, error } = reads.useQuery(
    "get",
    "/api/tasks/{task_id}",
    { params: { path: { task_id: id } } },
    { refetchInterval: ({ state }) => (state.error || ENDED.has(state.data?.status ?? "") ? false : REFRESH_MS) },
  );
  const status = task?.status ?? "queued";
  const isOver = ENDED.has(status);
  useEffect(() => {
    if (isOver) void readAgain(queries, readsOf(KEYS));
  }, [isOver, queries]);
  if (error && !task) return <ReadFailed error={error} />;
  const isGood = status === "succeeded";
  return (
    <Alert
      className="form-alert"
      type={isOver ? (isGood ? "success" : "error") : "info"}
      closable={{ onClose }}
      title={t(isOver ? (isGood ? "pool.taskDone" : "pool.taskFailed") : "pool.taskRuns")}
      description={
        <>
          <Progress percent={Math.round((task?.progress ?? 0) * 100)} size="small" aria-label={t("pool.taskRuns")} />
          <Link to="/tasks">{t("pool.toTasks")}</Link>
          {task?.error && <div>{task.error}</div>}
        </>
      }
    />
  );
}

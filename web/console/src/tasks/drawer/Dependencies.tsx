import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { reads } from "../../api/client";
import { formatNumber } from "../../format";
import { TaskStatus } from "../../ui/Status";
import { isFinished, kindName, type Task, tasksAt } from "../types";

const SHOWN = 12;
const REFRESH_MS = 5000;

/** What a task waits for, or has waited for: an arrow from each of these to it. */
export function Dependencies({ task }: { task: Task }) {
  const { t } = useTranslation();
  const ids = task.depends_on.slice(0, SHOWN);
  const more = task.depends_on.length - ids.length;
  const rows = useQueries({
    queries: ids.map((id) => ({
      ...reads.queryOptions("get", "/api/tasks/{task_id}", { params: { path: { task_id: id } } }),
      retry: false,
      refetchInterval: task.status === "waiting" ? REFRESH_MS : (false as const),
    })),
  });
  if (ids.length === 0) return null;
  return (
    <>
      <h3>{t("task.dependsOn")}</h3>
      <div className="dependencies">
        <ul>
          {ids.map((id, index) => (
            <li key={id}>
              <Before id={id} task={rows[index]?.data} />
            </li>
          ))}
          {more > 0 && <li className="soft">{t("task.andMore", { count: more, amount: formatNumber(more) })}</li>}
        </ul>
        <span className="dependencies-arrow" aria-hidden="true">
          →
        </span>
        <div className="dependency" data-current>
          {kindName(task.kind)}
          <TaskStatus status={task.status} />
        </div>
      </div>
    </>
  );
}

/** One that is older than what is kept is told by its id alone. */
function Before({ id, task }: { id: string; task: Task | undefined }) {
  return (
    <Link className="dependency" to={tasksAt({ open: id })}>
      {task ? kindName(task.kind) : <span className="mono">{id}</span>}
      {task && <TaskStatus status={task.status} />}
      {task && !isFinished(task) && <span className="soft small">{`${Math.round(task.progress * 100)} %`}</span>}
    </Link>
  );
}

import { useQueries } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { reads } from "../../api/client";
import { formatNumber, formatPercent } from "../../format";
import { TaskStatus } from "../../ui/Status";
import { percentOf } from "../../ui/TaskProgress";
import { isFinished, kindName, type ListedTask, type Task, tasksAt } from "../types";

const SHOWN = 12;
const REFRESH_MS = 5000;

/** What a task waits for, or has waited for, and what waits for it: an arrow from each to the one after it. */
export function Dependencies({ task }: { task: Task }) {
  const { t } = useTranslation();
  const before = useBefore(task);
  const after = useAfter(task);
  if (task.depends_on.length === 0 && after.total === 0) return null;
  return (
    <>
      <h3>{t("task.dependencies")}</h3>
      <div className="dependencies">
        {task.depends_on.length > 0 && (
          <>
            <Side label={t("task.dependsOn")} more={task.depends_on.length - before.length}>
              {before.map(({ id, row }) => (
                <li key={id}>
                  <Other id={id} task={row} />
                </li>
              ))}
            </Side>
            <Arrow />
          </>
        )}
        <div className="dependency" data-current>
          {kindName(task.kind)}
          <TaskStatus status={task.status} />
        </div>
        {after.total > 0 && (
          <>
            <Arrow />
            <Side label={t("task.dependants")} more={after.total - after.items.length}>
              {after.items.map((row) => (
                <li key={row.id}>
                  <Other id={row.id} task={row} />
                </li>
              ))}
            </Side>
          </>
        )}
      </div>
    </>
  );
}

function useBefore(task: Task) {
  const ids = task.depends_on.slice(0, SHOWN);
  const rows = useQueries({
    queries: ids.map((id) => ({
      ...reads.queryOptions("get", "/api/tasks/{task_id}", { params: { path: { task_id: id } } }),
      retry: false,
      refetchInterval: task.status === "waiting" ? REFRESH_MS : (false as const),
    })),
  });
  return ids.map((id, index) => ({ id, row: rows[index]?.data }));
}

/** Nothing waits for a task that has ended. */
function useAfter(task: Task) {
  const init = { params: { path: { task_id: task.id }, query: { limit: SHOWN } } };
  const isOver = isFinished(task);
  const { data } = reads.useQuery("get", "/api/tasks/{task_id}/dependants", init, {
    enabled: !isOver,
    refetchInterval: REFRESH_MS,
  });
  return isOver || !data ? { items: [], total: 0 } : data;
}

interface SideProps {
  label: string;
  more: number;
  children: ReactNode;
}

function Side({ label, more, children }: SideProps) {
  const { t } = useTranslation();
  return (
    <div className="dependencies-side">
      <span className="soft small">{label}</span>
      <ul aria-label={label}>
        {children}
        {more > 0 && <li className="soft">{t("task.andMore", { count: more, amount: formatNumber(more) })}</li>}
      </ul>
    </div>
  );
}

function Arrow() {
  return (
    <span className="dependencies-arrow" aria-hidden="true">
      →
    </span>
  );
}

/** One that is older than what is kept is told by its id alone. */
function Other({ id, task }: { id: string; task: Task | ListedTask | undefined }) {
  return (
    <Link className="dependency" to={tasksAt({ open: id })}>
      {task ? kindName(task.kind) : <span className="mono">{id}</span>}
      {task && <TaskStatus status={task.status} />}
      {task && !isFinished(task) && <span className="soft small">{formatPercent(percentOf(task) / 100)}</span>}
    </Link>
  );
}

import { ClusterOutlined } from "@ant-design/icons";
import { t } from "i18next";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import defaults from "../../../shared/defaults.json";
import { reads, type Schema } from "../api/client";
import { formatNumber } from "../format";
import { type Columns, column, nameColumn, numberColumn } from "../ui/list/columns";
import { FilteredList } from "../ui/list/ListTable";
import { listOf, useList } from "../ui/list/useResource";
import { Time } from "../ui/Time";
import { kindName, type ListedTask, tasksAt } from "./types";

type Worker = Schema<"WorkerOut">;

const REFRESH_MS = 5000;

/** Which of these a worker runs: its processes bear its name and a number of their own. */
export const runBy = (tasks: ListedTask[], { name }: Pick<Worker, "name">) =>
  tasks.filter(({ worker }) => worker === name || worker?.startsWith(`${name}/`));

/** "14 of 16": how many tasks it runs of those that its processes have room for. */
export const loadWords = (count: number, { slots }: Pick<Worker, "slots">): string =>
  t("worker.loadOf", { amount: formatNumber(count), room: formatNumber(slots * defaults.tasks_a_process) });

/** Workers that are alive, and what each does now. */
export function Workers() {
  const { t } = useTranslation();
  const workers = reads.useQuery("get", "/api/workers", {}, { refetchInterval: REFRESH_MS });
  const filters = { status: "running" } as const;
  const running = useList("/api/tasks", { filters, refetchInterval: REFRESH_MS, isPaged: false });
  const tasks = running.items ?? [];
  const columns: Columns<Worker> = [
    nameColumn(t("worker.name"), ({ name }) => name),
    numberColumn(t("worker.processes"), ({ slots }) => formatNumber(slots)),
    numberColumn(t("worker.load"), (worker) => loadWords(runBy(tasks, worker).length, worker)),
    column(t("worker.since"), ({ started_at }) => <Time value={started_at} />),
    column(t("worker.seen"), ({ seen_at }) => <Time value={seen_at} />),
    column(t("worker.runs"), (worker) => <Running of={runBy(tasks, worker)} />),
  ];
  return (
    <>
      <FilteredList
        label={t("worker.title")}
        icon={<ClusterOutlined />}
        list={listOf(workers)}
        rowKey="name"
        columns={columns}
        none={{ title: t("worker.none"), hint: t("worker.noneHint") }}
      />
      {running.total > tasks.length && (
        <p className="soft small">{t("worker.capped", { amount: formatNumber(tasks.length) })}</p>
      )}
    </>
  );
}

/** By kind: one leads to its task, several to all of that kind that run. */
function Running({ of: tasks }: { of: ListedTask[] }) {
  const { t } = useTranslation();
  if (tasks.length === 0) return <span className="soft">{t("worker.idle")}</span>;
  const kinds = [...new Set(tasks.map(({ kind }) => kind))].toSorted();
  return (
    <span className="cell-links">
      {kinds.map((kind) => {
        const [first, ...more] = tasks.filter((task) => task.kind === kind);
        return (
          <span key={kind} className="nowrap">
            <Link to={tasksAt(first && more.length === 0 ? { open: first.id } : { status: "running", kind })}>
              {kindName(kind)}
            </Link>
            {more.length > 0 && <span className="soft">{` × ${formatNumber(more.length + 1)}`}</span>}
          </span>
        );
      })}
    </span>
  );
}

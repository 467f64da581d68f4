import { DashboardOutlined } from "@ant-design/icons";
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { reads, type Schema } from "../api/client";
import { formatCount, formatShare } from "../gateway/stats/format";
import { type Columns, column, numberColumn } from "../ui/list/columns";
import { FilteredList } from "../ui/list/ListTable";
import { listOf } from "../ui/list/useResource";
import { Coded } from "../ui/Status";
import { useAddress } from "../ui/useAddress";
import { formatDuration, kindWords, tasksAt } from "./types";

type Figures = Schema<"KindStats">;

const DAYS = [1, 7, 30] as const;
const TIMES = ["wait_p50_ms", "wait_p95_ms", "run_p50_ms", "run_p95_ms"] as const;

/** How each kind of task has done lately; a row leads to its tasks. */
export function Performance() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { values, set } = useAddress(["days"]);
  const days = DAYS.find((known) => String(known) === values.days) ?? 7;
  const stats = reads.useQuery("get", "/api/tasks/stats", { params: { query: { days } } });
  const columns: Columns<Figures> = [
    column(t("task.kind"), ({ kind }) => <Coded words={kindWords(kind)} code={kind} />),
    numberColumn(t("performance.count"), ({ count }) => formatCount(count)),
    numberColumn(t("performance.failures"), ({ failures, count }) => formatShare(failures, count)),
    numberColumn(t("performance.cancelled"), ({ cancelled }) => formatCount(cancelled)),
    ...TIMES.map((name) =>
      numberColumn<Figures>(t(`performance.${name}`), (figures) => {
        const ms = figures[name];
        return ms === null ? "–" : formatDuration(ms);
      }),
    ),
  ];
  return (
    <>
      <div className="filters">
        <Segmented
          aria-label={t("performance.days")}
          value={days}
          options={DAYS.map((value) => ({
            value,
            label: value === 1 ? t("performance.today") : t("performance.lastDays", { days: value }),
          }))}
          onChange={(value) => set({ days: value === 7 ? "" : String(value) })}
        />
      </div>
      <FilteredList
        label={t("performance.title")}
        icon={<DashboardOutlined />}
        list={listOf(stats.data ? { ...stats, data: { items: stats.data } } : { ...stats, data: undefined })}
        rowKey="kind"
        columns={columns}
        onOpen={({ kind }) => void navigate(tasksAt({ kind }))}
        none={{ title: t("performance.none"), hint: t("performance.noneHint") }}
      />
      <p className="soft small">{t("performance.hint")}</p>
    </>
  );
}

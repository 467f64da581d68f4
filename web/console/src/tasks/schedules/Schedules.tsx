import { ClockCircleOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { client } from "../../api/client";
import { type Columns, column, nameColumn } from "../../ui/list/columns";
import { ResourceList } from "../../ui/list/ResourceList";
import { useResource } from "../../ui/list/useResource";
import { Time } from "../../ui/Time";
import { kindName, tasksAt } from "../types";
import { SCHEDULES, type Schedule } from "./resource";
import { ScheduleDrawer } from "./ScheduleDrawer";
import { formatIn, timesWords, zoneOf } from "./times";

const REFRESH_MS = 10_000;

export function Schedules() {
  const { t } = useTranslation();
  const schedules = useResource(SCHEDULES, { refetchInterval: REFRESH_MS });
  const { mayWrite, run } = schedules;
  const runNow = (schedule: Schedule) =>
    run(
      () => client.POST("/api/schedules/{schedule_id}/run", { params: { path: { schedule_id: schedule.id } } }),
      t("schedule.started", { name: SCHEDULES.nameOf(schedule) }),
    );
  const columns: Columns<Schedule> = [
    nameColumn(t("schedule.name"), SCHEDULES.nameOf),
    column(t("task.kind"), ({ kind }) => kindName(kind)),
    column(t("schedule.when"), (schedule) => <When of={schedule} />),
    column(t("schedule.next"), (schedule) => {
      const [next] = schedule.next_runs;
      const zone = zoneOf(schedule);
      if (!next) return "–";
      return (
        <>
          <Time value={next} /> <div className="soft small">{`${formatIn(next, zone)} ${zone}`}</div>
        </>
      );
    }),
    column(t("schedule.last"), ({ last_run_at, last_task_id }) =>
      last_task_id ? (
        <Link to={tasksAt({ open: last_task_id })}>
          <Time value={last_run_at} />
        </Link>
      ) : (
        <Time value={last_run_at} fallback={t("schedule.never")} />
      ),
    ),
  ];
  return (
    <ResourceList
      of={schedules}
      label={t("schedule.title")}
      icon={<ClockCircleOutlined />}
      columns={columns}
      rowActions={[{ key: "run", label: t("schedule.runNow"), isOff: !mayWrite, onClick: runNow }]}
      form={(props) => <ScheduleDrawer {...props} />}
    />
  );
}

function When({ of: schedule }: { of: Schedule }) {
  const words = timesWords(schedule);
  if (schedule.cron === null) return words;
  if (words === undefined) return <span className="mono">{schedule.cron}</span>;
  return (
    <>
      {words} <div className="mono soft small">{schedule.cron}</div>
    </>
  );
}

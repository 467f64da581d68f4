import { useTranslation } from "react-i18next";
import { Status } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { failure, formatDuration, type Task } from "../types";
import { type Line, type Moment, momentsOf } from "./timeline";

/** From when a task was asked for to its end, with the time between. */
export function Timeline({ task, lines }: { task: Task; lines: Line[] }) {
  const { t } = useTranslation();
  const words = ({ what, attempt }: Moment) => {
    if (what === "ended") return t(`task.status.${task.status}`);
    return t(`task.moment.${what}`, { attempt });
  };
  return (
    <ol className="timeline">
      {momentsOf(task, lines).map((moment) => (
        <li key={`${moment.what} ${moment.at}`}>
          <Status tone={moment.tone}>{words(moment)}</Status>
          <Time value={moment.at} shape="moment" />
          <span className="soft small">{moment.afterMs !== undefined && `+${formatDuration(moment.afterMs)}`}</span>
          {moment.note && <p className="soft">{failure(moment.note)}</p>}
        </li>
      ))}
    </ol>
  );
}

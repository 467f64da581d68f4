import { Tooltip } from "antd";
import { formatExact } from "../../../../shared/format";
import { usePreferences } from "../../preferences/store";

/** The time of day to the second, with its day where that is not today. */
export function LogTime({ value }: { value: string }) {
  const { language } = usePreferences();
  const at = new Date(value);
  const isToday = at.toDateString() === new Date().toDateString();
  const format = new Intl.DateTimeFormat(language, {
    ...(isToday ? {} : { month: "short", day: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  return (
    <Tooltip title={formatExact(value, language)}>
      <time dateTime={value} className="nowrap">
        {format.format(at)}
      </time>
    </Tooltip>
  );
}

import { Tooltip } from "antd";
import { formatDate, formatExact, formatMoment, formatRelative } from "../format";
import { usePreferences } from "../preferences/store";
import { sharedValue } from "../sharedValue";

const TICK_MS = 30_000;
const CLOCK = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
const clock = sharedValue(Date.now());
setInterval(() => clock.set(Date.now()), TICK_MS);

interface Props {
  value: string | null | undefined;
  fallback?: string;
  /** `moment` is day and second at once, `clock` the second, with its day where that is not today. */
  shape?: "relative" | "moment" | "clock";
}

/** A time with the exact one on hover: relative to now, or as a log has it. */
export function Time({ value, fallback = "–", shape = "relative" }: Props) {
  usePreferences(); // it is written anew in another language
  const now = clock.use();
  if (!value) return <span className="soft">{fallback}</span>;
  const isToday = new Date(value).toDateString() === new Date().toDateString();
  const words = {
    relative: () => formatRelative(value, Math.max(now, Date.now() - TICK_MS)),
    moment: () => formatMoment(value),
    clock: () => (isToday ? formatDate(value, CLOCK) : formatMoment(value)),
  };
  return (
    <Tooltip title={formatExact(value)}>
      <time dateTime={value} className="nowrap">
        {words[shape]()}
      </time>
    </Tooltip>
  );
}

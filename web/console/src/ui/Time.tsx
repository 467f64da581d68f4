import { Tooltip } from "antd";
import { useSyncExternalStore } from "react";
import { formatExact, formatMoment, formatRelative } from "../../../shared/format";
import { usePreferences } from "../preferences/store";

const TICK_MS = 30_000;
let nowMs = Date.now();
const listeners = new Set<() => void>();
setInterval(() => {
  nowMs = Date.now();
  for (const listener of listeners) listener();
}, TICK_MS);

function useNow(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => nowMs,
  );
}

interface Props {
  value: string | null | undefined;
  fallback?: string;
  /** As a log has it: day and second at once. */
  isExact?: boolean;
}

/** Relative to now, with the exact time on hover. */
export function Time({ value, fallback = "–", isExact = false }: Props) {
  const { language } = usePreferences();
  const now = useNow();
  if (!value) return <span className="soft">{fallback}</span>;
  if (isExact) {
    return (
      <time dateTime={value} className="nowrap">
        {formatMoment(value, language)}
      </time>
    );
  }
  return (
    <Tooltip title={formatExact(value, language)}>
      <time dateTime={value} className="nowrap">
        {formatRelative(value, language, Math.max(now, Date.now() - TICK_MS))}
      </time>
    </Tooltip>
  );
}

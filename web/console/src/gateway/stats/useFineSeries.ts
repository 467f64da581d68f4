import { reads } from "../../api/client";
import type { Stats, StatsFilters } from "./types";

const HOUR_S = 3600;
const MOST_HOURS = 6;

/** The series as it came; by minutes where hours would leave a bar or two, as on the first day. */
export function useFineSeries(stats: Stats, filters: StatsFilters = {}): Pick<Stats, "series" | "step_s"> {
  const { series, step_s, to_time } = stats;
  const since = series.find(({ requests }) => requests > 0)?.at;
  const isShort = since !== undefined && Date.parse(to_time) - Date.parse(since) <= MOST_HOURS * HOUR_S * 1000;
  const query = { ...filters, ...(since ? { from: since } : {}), to: to_time, fine: true };
  const { data } = reads.useQuery(
    "get",
    "/api/admin/stats",
    { params: { query } },
    { enabled: isShort && step_s === HOUR_S, refetchInterval: 60_000 },
  );
  return data ?? stats;
}

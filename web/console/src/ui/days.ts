/** Whole days of the reader's own, as the address has them: as times, the last day included. */
import dayjs from "dayjs";

export function timesOfDays({ from, to }: { from: string; to: string }): { from: string; to: string } {
  const [first, last] = [dayjs(from), dayjs(to)];
  return {
    from: from && first.isValid() ? first.startOf("day").toISOString() : "",
    to: to && last.isValid() ? last.add(1, "day").startOf("day").toISOString() : "",
  };
}

import { DatePicker } from "antd";
import dayjs from "dayjs";

interface Props {
  label: string;
  /** Days as the address has them, `2026-07-31`; both empty without. */
  from: string;
  to: string;
  onChange: (days: { from: string; to: string }) => void;
}

/** A filter by whole days, the last one included. */
export function DaysFilter({ label, from, to, onChange }: Props) {
  return (
    <DatePicker.RangePicker
      aria-label={label}
      value={from && to ? [dayjs(from), dayjs(to)] : null}
      maxDate={dayjs()}
      onChange={(days) =>
        onChange({ from: days?.[0]?.format("YYYY-MM-DD") ?? "", to: days?.[1]?.format("YYYY-MM-DD") ?? "" })
      }
    />
  );
}

import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";

interface Props {
  label: string;
  /** Days as the address has them, `2026-07-31`; both empty without. */
  from: string;
  to: string;
  /** The server counts by days of UTC there, which has another today than the reader. */
  isUtc?: boolean;
  onChange: (days: { from: string; to: string }) => void;
}

/** A filter by whole days, the last one included. */
export function DaysFilter({ label, from, to, isUtc = false, onChange }: Props) {
  const { t } = useTranslation();
  const today = isUtc ? dayjs(new Date().toISOString().slice(0, "2026-07-31".length)) : dayjs();
  return (
    <DatePicker.RangePicker
      aria-label={label}
      {...(isUtc && { suffixIcon: <span className="small soft">{t("list.utc")}</span>, title: t("list.utcDays") })}
      value={from && to ? [dayjs(from), dayjs(to)] : null}
      maxDate={today}
      onChange={(days) =>
        onChange({ from: days?.[0]?.format("YYYY-MM-DD") ?? "", to: days?.[1]?.format("YYYY-MM-DD") ?? "" })
      }
    />
  );
}

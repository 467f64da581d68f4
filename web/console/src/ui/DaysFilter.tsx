import { DatePicker, Space } from "antd";
import dayjs, { type Dayjs } from "dayjs";
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

const dayOf = (text: string) => (text ? dayjs(text) : null);

/** A filter by whole days, the last one included: two fields, since Tab does not leave the one of a range. */
export function DaysFilter({ label, from, to, isUtc = false, onChange }: Props) {
  const { t } = useTranslation();
  const today = isUtc ? dayjs(new Date().toISOString().slice(0, "2026-07-31".length)) : dayjs();
  const set = (first: Dayjs, last: Dayjs) =>
    onChange({ from: first.format("YYYY-MM-DD"), to: last.format("YYYY-MM-DD") });
  const clear = () => onChange({ from: "", to: "" });
  const [first, last] = [dayOf(from), dayOf(to)];
  const shared = { maxDate: today, ...(isUtc && { title: t("list.utcDays") }) };
  return (
    <Space.Compact role="group" aria-label={label} className="days-filter">
      <DatePicker
        {...shared}
        aria-label={t("list.firstDay")}
        placeholder={t("list.firstDay")}
        value={first}
        onChange={(day) => (day ? set(day, last && !last.isBefore(day, "day") ? last : today) : clear())}
      />
      <DatePicker
        {...shared}
        {...(isUtc && { suffixIcon: <span className="small soft">{t("list.utc")}</span> })}
        aria-label={t("list.lastDay")}
        placeholder={t("list.lastDay")}
        value={last}
        onChange={(day) => (day ? set(first && !first.isAfter(day, "day") ? first : day, day) : clear())}
      />
    </Space.Compact>
  );
}

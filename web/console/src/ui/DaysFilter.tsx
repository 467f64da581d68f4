import { DatePicker, Space } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { type FormEvent, useRef } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  label: string;
  /** Days as the address has them, `2026-07-31`; empty without. */
  from: string;
  to: string;
  /** The server counts by days of UTC there, which has another today than the reader. */
  isUtc?: boolean;
  /** Told what becomes of both ends as they are by then: a busy browser may not yet show the other one so. */
  onChange: (change: (now: Days) => Days) => void;
}

interface Days {
  from: string;
  to: string;
}

const WRITTEN = "YYYY-MM-DD";
/** A list may have a span in its place, which ends where days are set. */
const dayIn = (from: string) => (/^\d{4}-/.test(from) ? from : "");
const textOf = (day: Dayjs | null) => day?.format(WRITTEN) ?? "";

/** A filter by whole days, the last one included: two fields, since Tab does not leave the one of a range. */
export function DaysFilter({ label, from, to, isUtc = false, onChange }: Props) {
  const { t } = useTranslation();
  const today = isUtc ? dayjs(new Date().toISOString().slice(0, WRITTEN.length)) : dayjs();
  const emptied = useRef<EventTarget>(undefined); // until a day is set
  // the end that is set takes the other along where they cross
  const setFirst = (day: Dayjs | null) => {
    emptied.current = undefined;
    const first = textOf(day);
    onChange(({ to: last }) => ({ from: first, to: last && last < first ? first : last }));
  };
  const setLast = (day: Dayjs | null) => {
    emptied.current = undefined;
    const last = textOf(day);
    onChange(({ from: first }) => ({ from: last && dayIn(first) > last ? last : dayIn(first), to: last }));
  };
  const noteInput = ({ target }: FormEvent) => {
    emptied.current = target instanceof HTMLInputElement && !target.value ? target : undefined;
  };
  const shared = { today, isUtc, isEmptied: (field: EventTarget) => field === emptied.current };
  return (
    <Space.Compact role="group" aria-label={label} className="days-filter" onInput={noteInput}>
      <Day {...shared} label={t("list.firstDay")} value={from} onChange={setFirst} />
      <Day {...shared} label={t("list.lastDay")} value={to} onChange={setLast} />
    </Space.Compact>
  );
}

interface DayProps {
  label: string;
  value: string;
  today: Dayjs;
  isUtc: boolean;
  /** Whether somebody has just emptied this field; the picker itself shows it empty for a moment, too. */
  isEmptied: (field: EventTarget) => boolean;
  onChange: (day: Dayjs | null) => void;
}

function Day({ label, value, today, isUtc, isEmptied, onChange }: DayProps) {
  const { t } = useTranslation();
  const field = useRef<EventTarget>(null);
  const isOpen = useRef(false);
  // the picker takes an emptied field for one that is not written yet
  const leave = () => value && field.current && isEmptied(field.current) && onChange(null);
  return (
    <DatePicker
      {...(isUtc && {
        title: t("list.utcDays"),
        suffixIcon: <span className="small soft">{t("list.utc")}</span>,
      })}
      aria-label={label}
      placeholder={label}
      value={value ? dayjs(value) : null}
      maxDate={today}
      onChange={onChange}
      onFocus={(event) => {
        field.current = event.target;
      }}
      onBlur={() => !isOpen.current && leave()} // else a day may be pressed just now, in a month that is not to change
      onOpenChange={(open) => {
        isOpen.current = open;
        if (!open) leave();
      }}
      onKeyDown={(event) => event.key === "Enter" && leave()}
    />
  );
}

import { Form, Input, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import { reads, type Schema } from "../../api/client";
import { BOUNDS } from "../../generated/values";
import { fieldsOf } from "../../ui/forms/fields";
import { atTexts } from "../../ui/forms/jsonTexts";
import { NumberField } from "../../ui/forms/NumberField";
import { ResourceForm, type RowForm, useSave } from "../../ui/forms/ResourceForm";
import { readersZone, TIME_ZONES } from "../../ui/forms/timeZones";
import { kindName, SPAN_UNITS, type SpanUnit, secondsIn, spanOf } from "../types";
import { cronProblem, cronWords } from "./cron";
import { checkJson } from "./json";
import { SCHEDULES, type Schedule } from "./resource";
import { formatIn, zoneOf } from "./times";

const { Field, TextField } = fieldsOf("schedules", "ScheduleIn");

type Values = Pick<Schema<"ScheduleIn">, "name" | "kind"> & {
  by: "cron" | "interval";
  cron?: string;
  timezone?: string;
  amount?: number;
  unit?: SpanUnit;
  input: string;
};

function valuesOf(schedule: Schedule | undefined): Partial<Values> {
  const zone = readersZone();
  if (!schedule) return { by: "cron", timezone: zone, amount: 5, unit: "minute", input: "{}" };
  const { kind, cron, timezone, payload, interval_s } = schedule;
  return {
    name: SCHEDULES.nameOf(schedule),
    kind,
    by: interval_s === null ? "cron" : "interval",
    cron: cron ?? "",
    timezone,
    ...spanOf(interval_s ?? 300),
    input: JSON.stringify(payload, null, 2),
  };
}

/** As it is sent: one of the two ways to say when. */
function bodyOf({ by, cron = "", timezone, amount = 1, unit = "minute", input }: Values) {
  const times = by === "cron" ? { cron, ...(timezone && { timezone }) } : { interval_s: amount * secondsIn(unit) };
  return { ...times, payload: JSON.parse(input || "{}") as Record<string, unknown> };
}

export function ScheduleDrawer({ row: schedule, ...drawer }: RowForm<Schedule>) {
  const { t } = useTranslation();
  const save = useSave(SCHEDULES);
  const submit = (values: Values) => {
    const changes = bodyOf(values);
    const { name, kind } = values;
    const made = { ...changes, name, kind } as Schema<"ScheduleIn">; // the server has a zone, too
    return save(schedule, changes, made).catch((error: unknown) =>
      Promise.reject(atTexts(error, { payload: "input" })),
    );
  };
  return (
    <ResourceForm of={SCHEDULES} row={schedule} {...drawer} size={560} initial={valuesOf(schedule)} onSubmit={submit}>
      {schedule && <NextRuns of={schedule} />}
      <TextField name="name" isRequired disabled={schedule !== undefined} autoFocus={!schedule} />
      <Field name="kind" isRequired>
        <KindChoice isFixed={schedule !== undefined} />
      </Field>
      <Field name="by">
        <Segmented
          aria-label={t("field.schedules.by")}
          options={(["cron", "interval"] as const).map((value) => ({ value, label: t(`schedule.by.${value}`) }))}
        />
      </Field>
      <Form.Item noStyle dependencies={["by"]}>
        {({ getFieldValue }) => (getFieldValue("by") === "cron" ? <CronFields /> : <IntervalFields />)}
      </Form.Item>
      <Field name="input" rules={[{ validator: checkJson }]}>
        <Input.TextArea className="mono" autoSize={{ minRows: 4, maxRows: 14 }} spellCheck={false} autoComplete="off" />
      </Field>
    </ResourceForm>
  );
}

interface KindProps {
  id?: string;
  value?: string;
  onChange?: (kind: string) => void;
  /** A schedule keeps the kind that it was made with. */
  isFixed: boolean;
}

/** One of the kinds that people may start. */
function KindChoice({ isFixed, ...field }: KindProps) {
  const query = { startable: true };
  const { data } = reads.useQuery("get", "/api/tasks/kinds", { params: { query } }, { enabled: !isFixed });
  const kinds = isFixed && field.value ? [field.value] : (data ?? []);
  return (
    <Select
      {...field}
      {...(isFixed && { disabled: true })}
      showSearch={{ optionFilterProp: "label" }}
      options={kinds.map((value) => ({ value, label: `${kindName(value)} · ${value}` }))}
    />
  );
}

/** A warning: whether it is one is for the server to say. */
async function checkCron(_: unknown, cron = ""): Promise<void> {
  const problem = cronProblem(cron);
  if (problem) throw new Error(problem);
}

function CronFields() {
  const { t } = useTranslation();
  const cron: string | undefined = Form.useWatch("cron");
  return (
    <div className="form-row">
      <TextField
        name="cron"
        isRequired
        placeholder="30 2 * * 1-5"
        rules={[{ validator: checkCron, warningOnly: true }]}
        autoComplete="off"
        extra={cronWords(cron ?? "") ?? t("fieldHint.schedules.cron")}
      />
      <Field name="timezone" isRequired>
        <Select showSearch options={TIME_ZONES} />
      </Field>
    </div>
  );
}

function IntervalFields() {
  const { t } = useTranslation();
  const unit: SpanUnit = Form.useWatch("unit") ?? "minute";
  const most = Math.floor(BOUNDS.ScheduleIn.interval_s.most / secondsIn(unit));
  return (
    <div className="form-row">
      <NumberField name="amount" label={t("field.schedules.amount")} least={1} most={most} isRequired />
      <Field name="unit">
        <Select options={SPAN_UNITS.map((value) => ({ value, label: t(`schedule.units.${value}`) }))} />
      </Field>
    </div>
  );
}

/** In the schedule's own time zone, and in the reader's where that is another. */
function NextRuns({ of: schedule }: { of: Schedule }) {
  const { t } = useTranslation();
  const zone = zoneOf(schedule);
  if (schedule.next_runs.length === 0) return <p className="soft">{t("schedule.off")}</p>;
  return (
    <>
      <h3>{t("schedule.nextRuns")}</h3>
      <ol className="next-runs">
        {schedule.next_runs.map((at) => (
          <li key={at}>
            {`${formatIn(at, zone)} ${zone}`}
            {zone !== readersZone() && <span className="soft">{t("schedule.forYou", { time: formatIn(at) })}</span>}
          </li>
        ))}
      </ol>
    </>
  );
}

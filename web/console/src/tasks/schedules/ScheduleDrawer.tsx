import { Form, Input, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";
import { reads, type Schema } from "../../api/client";
import { fieldsOf } from "../../ui/forms/fields";
import { atTexts } from "../../ui/forms/jsonTexts";
import { NumberField } from "../../ui/forms/NumberField";
import { ResourceForm, type RowForm, useSave } from "../../ui/forms/ResourceForm";
import { TIME_ZONES } from "../../ui/forms/timeZones";
import { kindName, SPAN_UNITS, type SpanUnit } from "../types";
import { cronProblem, cronWords } from "./cron";
import { checkJson } from "./json";
import { NextRuns } from "./NextRuns";
import { SCHEDULES, type Schedule } from "./resource";
import { bodyOf, mostOf, type Values, valuesOf } from "./values";

const { Field, TextField } = fieldsOf("schedules", "ScheduleIn");

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
      <TextField name="name" isRequired disabled={schedule !== undefined} />
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
      <NextRuns of={schedule} />
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

/** When, as a cron expression in a time zone. */
export function CronFields() {
  const { t } = useTranslation();
  const cron: string = Form.useWatch("cron") ?? "";
  const problem = cronProblem(cron);
  return (
    <div className="form-row">
      <TextField
        name="cron"
        isRequired
        placeholder="30 2 * * 1-5"
        rules={[{ validator: checkCron, warningOnly: true }]}
        autoComplete="off"
        extra={cronWords(cron) ?? t("fieldHint.schedules.cron")}
        {...(problem && { help: problem })} // it says more than the server does
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
  const most = mostOf(unit);
  return (
    <div className="form-row">
      <NumberField name="amount" label={t("field.schedules.amount")} least={1} most={most} isRequired />
      <Field name="unit">
        <Select options={SPAN_UNITS.map((value) => ({ value, label: t(`schedule.units.${value}`) }))} />
      </Field>
    </div>
  );
}

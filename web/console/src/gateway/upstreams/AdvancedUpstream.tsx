import { Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import { CHOICES } from "../../generated/values";
import { Advanced } from "../../ui/forms/Advanced";
import { AllowPrivateField } from "../../ui/forms/fields";
import { LimitFields } from "../LimitFields";
import { DialectFields } from "./DialectFields";
import { Field, NumberField, SwitchField, TextField } from "./fields";

const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
const NAMES = [
  "auth",
  "strategy",
  "timeout_ms",
  "retry",
  "breaker",
  "limits",
  "dialect",
  "time_zone",
  "tags",
  "auto_test",
  "log_bodies",
  "allow_private",
];

/** What an upstream's form has beyond name, address, format and key. */
export function AdvancedUpstream({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation();
  return (
    <Advanced names={NAMES}>
      <AllowPrivateField />
      <Credential isNew={isNew} />
      <Field name="strategy">
        <Select
          options={CHOICES["UpstreamCreate.strategy"].map((value) => ({
            value,
            label: t(`gateway.strategies.${value}`),
          }))}
        />
      </Field>
      <div className="form-row">
        <NumberField name="timeout_ms" isRequired />
        <NumberField name="retry.max_attempts" isRequired />
      </div>
      <NumberField name="retry.deadline_ms" isRequired />
      <Field name="retry.statuses">
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[",", " "]} />
      </Field>
      <div className="form-row">
        <NumberField name="breaker.failures" isRequired />
        <NumberField name="breaker.hold_s" isRequired />
      </div>
      <LimitFields hint={t("pool.upstreamLimitsHint")} />
      <DialectFields />
      <Field name="time_zone" isRequired>
        <Select showSearch options={ZONES.map((value) => ({ value, label: value }))} />
      </Field>
      <Field name="tags">
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[","]} maxCount={50} />
      </Field>
      <SwitchField name="auto_test" />
      <SwitchField name="log_bodies" />
    </Advanced>
  );
}

/** Where a request carries the key; of a new upstream it may be left to the format. */
function Credential({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation();
  const type: unknown = Form.useWatch(["auth", "type"]);
  return (
    <div className="form-row">
      <Field name="auth.type">
        <Select
          allowClear={isNew}
          placeholder={t("gateway.authOfFormat")}
          options={CHOICES["AuthIn.type"].map((value) => ({
            value,
            label: t(`gateway.auths.${value}`),
          }))}
        />
      </Field>
      {(type === "header" || type === "query") && <TextField name="auth.name" isRequired placeholder="x-api-key" />}
    </div>
  );
}

import { Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Advanced } from "../../ui/forms/Advanced";
import { AllowPrivateField, SwitchField, TextField } from "../../ui/forms/fields";
import { NumberField } from "../../ui/forms/NumberField";
import { LimitFields } from "../LimitFields";
import { STRATEGIES } from "../types";
import { DialectFields } from "./DialectFields";

const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
const MOST_MS = 3_600_000;
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
      <Form.Item name="strategy" label={t("gateway.strategy")}>
        <Select options={STRATEGIES.map((value) => ({ value, label: t(`gateway.strategies.${value}`) }))} />
      </Form.Item>
      <div className="form-row">
        <NumberField
          name="timeout_ms"
          label={t("gateway.timeout")}
          extra={t("gateway.timeoutHint")}
          least={1}
          most={MOST_MS}
          isRequired
        />
        <NumberField name={["retry", "max_attempts"]} label={t("gateway.maxAttempts")} least={1} most={20} isRequired />
      </div>
      <NumberField
        name={["retry", "deadline_ms"]}
        label={t("gateway.deadline")}
        extra={t("gateway.deadlineHint")}
        least={1}
        most={MOST_MS}
        isRequired
      />
      <Form.Item name={["retry", "statuses"]} label={t("gateway.retryStatuses")} extra={t("gateway.retryStatusesHint")}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[",", " "]} />
      </Form.Item>
      <div className="form-row">
        <NumberField
          name={["breaker", "failures"]}
          label={t("pool.failures")}
          extra={t("pool.failuresHint")}
          least={0}
          most={10_000}
          isRequired
        />
        <NumberField name={["breaker", "hold_s"]} label={t("pool.holdS")} least={1} most={3600} isRequired />
      </div>
      <LimitFields hint={t("pool.upstreamLimitsHint")} />
      <DialectFields />
      <Form.Item
        name="time_zone"
        label={t("pool.timeZone")}
        extra={t("pool.timeZoneHint")}
        rules={[{ required: true }]}
      >
        <Select showSearch options={ZONES.map((value) => ({ value, label: value }))} />
      </Form.Item>
      <Form.Item name="tags" label={t("gateway.tags")} extra={t("gateway.tagsHint")}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[","]} maxCount={50} />
      </Form.Item>
      <SwitchField name="auto_test" label={t("pool.autoTest")} extra={t("pool.autoTestHint")} />
      <SwitchField name="log_bodies" label={t("gatewayStats.logBodies")} extra={t("gatewayStats.logBodiesHint")} />
    </Advanced>
  );
}

/** Where a request carries the key; of a new upstream it may be left to the format. */
function Credential({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation();
  const type: unknown = Form.useWatch(["auth", "type"]);
  return (
    <div className="form-row">
      <Form.Item name={["auth", "type"]} label={t("gateway.auth")}>
        <Select
          allowClear={isNew}
          placeholder={t("gateway.authOfFormat")}
          options={(["bearer", "header", "query"] as const).map((value) => ({
            value,
            label: t(`gateway.auths.${value}`),
          }))}
        />
      </Form.Item>
      {(type === "header" || type === "query") && (
        <TextField
          name={["auth", "name"]}
          label={t("gateway.authName")}
          isRequired
          placeholder="x-api-key"
          maxLength={100}
        />
      )}
    </div>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schema } from "../../api/client";
import { messageOf } from "../../api/errors";
import { createItem, readAgain, readsOf } from "../../api/resources";
import { CHOICES } from "../../generated/values";
import { Advanced, AllowPrivateField, fieldsOf } from "../../ui/forms/fields";
import { ResourceForm, type RowForm } from "../../ui/forms/ResourceForm";
import { TIME_ZONES } from "../../ui/forms/timeZones";
import { useNotices } from "../../ui/useNotices";
import { LimitFields, NO_LIMITS } from "../fields";
import { KEYS, UPSTREAMS, type Upstream } from "../resources";
import { DialectFields } from "./DialectFields";
import { ALL_AUTOMATIC } from "./presets";

const { Field, TextField, NumberField, SwitchField } = fieldsOf("upstreams", "UpstreamCreate");

type Made = Schema<"UpstreamCreate">;

type Values = Omit<Made, "auth" | "enabled" | "retry"> & {
  auth?: Partial<Schema<"AuthIn">>;
  /** What is typed comes as text; what is no number is sent as it is, for the server to name. */
  retry: Omit<Made["retry"], "statuses"> & { statuses: (number | string)[] };
  firstKey?: string;
};

const FRESH: Partial<Values> = {
  format: "openai",
  strategy: "round_robin",
  timeout_ms: 60_000,
  allow_private: false,
  log_bodies: false,
  auto_test: false,
  time_zone: "UTC",
  breaker: { failures: 10, hold_s: 5 },
  limits: NO_LIMITS,
  dialect: ALL_AUTOMATIC,
  retry: { max_attempts: 3, deadline_ms: 120_000, statuses: [408, 429, 500, 502, 503, 504] },
  tags: [],
};

const STRATEGIES = CHOICES["UpstreamCreate.strategy"];
const RARE = ["auth", ...Object.keys(FRESH).filter((name) => name !== "format")];

/** As it is sent; without a place for the credential it goes where the format has it. */
function bodyOf({ auth, retry, firstKey: _, ...values }: Values): Omit<Made, "enabled"> {
  const statuses = retry.statuses.map((status) => (Number.isNaN(Number(status)) ? status : Number(status))) as number[];
  return { ...values, ...(auth?.type && { auth: auth as Schema<"AuthIn"> }), retry: { ...retry, statuses } };
}

export function UpstreamDrawer({ row: upstream, ...drawer }: RowForm<Upstream>) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queries = useQueryClient();

  /** The upstream is there by now: that its key was not taken must not look as if nothing had been made. */
  const addKey = async ({ id, name }: Upstream, key: string) => {
    try {
      await createItem(KEYS.list, { upstream_id: id, name, key_value: key, weight: 1 });
      await readAgain(queries, readsOf(KEYS));
    } catch (error) {
      notices.error(t("gateway.firstKeyFailed", { name, reason: messageOf(error) }));
    }
  };
  return (
    <ResourceForm
      of={UPSTREAMS}
      row={upstream}
      {...drawer}
      initial={upstream ? { ...upstream, dialect: { ...ALL_AUTOMATIC, ...upstream.dialect } } : FRESH}
      onSubmit={async (values: Values, save) => {
        const fields = bodyOf(values);
        const made = await save(fields, { ...fields, enabled: true });
        if (made && values.firstKey) await addKey(made, values.firstKey);
      }}
    >
      <TextField name="name" isRequired placeholder="openai" />
      <TextField
        name="base_url"
        extra={upstream && t("gateway.baseUrlHint")}
        isRequired
        placeholder="https://api.openai.com"
      />
      <Field name="format">
        <Select
          options={CHOICES["UpstreamCreate.format"].map((value) => ({ value, label: t(`gateway.formats.${value}`) }))}
        />
      </Field>
      {upstream ? (
        <Form.Item label={t("gateway.keys")}>
          <Link to={`/gateway/keys?upstream_id=${upstream.id}`}>{t("gateway.toKeys", { name: upstream.name })}</Link>
        </Form.Item>
      ) : (
        <TextField name="firstKey" isSecret />
      )}
      <AdvancedUpstream isNew={!upstream} />
    </ResourceForm>
  );
}

/** What an upstream's form has beyond name, address, format and key. */
function AdvancedUpstream({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation();
  return (
    <Advanced names={RARE}>
      <AllowPrivateField />
      <Credential isNew={isNew} />
      <Field name="strategy">
        <Select options={STRATEGIES.map((value) => ({ value, label: t(`gateway.strategies.${value}`) }))} />
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
        <Select showSearch options={TIME_ZONES} />
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
          options={CHOICES["AuthIn.type"].map((value) => ({ value, label: t(`gateway.auths.${value}`) }))}
        />
      </Field>
      {(type === "header" || type === "query") && <TextField name="auth.name" isRequired placeholder="x-api-key" />}
    </div>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { client, dataOf, type Schema } from "../../api/client";
import { ApiError } from "../../api/errors";
import { changeItem, readAgain } from "../../api/resources";
import { FormDrawer } from "../../ui/forms/FormDrawer";
import { useNotices } from "../../ui/useNotices";
import { NO_LIMITS } from "../LimitFields";
import { KEYS, UPSTREAMS } from "../resources";
import type { Upstream } from "../types";
import { AdvancedUpstream } from "./AdvancedUpstream";
import { ALL_AUTOMATIC } from "./presets";

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

/** As it is sent; without a place for the credential it goes where the format has it. */
function fieldsOf({ auth, retry, firstKey: _, ...values }: Values): Omit<Made, "enabled"> {
  const statuses = retry.statuses.map((status) => (Number.isNaN(Number(status)) ? status : Number(status))) as number[];
  const place = auth?.type && { type: auth.type, ...(auth.type === "bearer" ? {} : { name: auth.name ?? null }) };
  return { ...values, ...(place ? { auth: place } : {}), retry: { ...retry, statuses } };
}

interface Props {
  isOpen: boolean;
  upstream: Upstream | undefined;
  onClose: () => void;
}

export function UpstreamDrawer({ isOpen, upstream, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const notices = useNotices();
  const required = [{ required: true, message: t("form.required") }];

  /** The upstream is there by now: that its key was not taken must not look as if nothing had been made. */
  const addKey = async ({ id, name }: Upstream, key: string) => {
    try {
      await client.POST("/api/admin/keys", { body: { upstream_id: id, name, key_value: key, weight: 1 } });
    } catch (error) {
      const reason = error instanceof ApiError ? error.message : t("error.unreachable");
      notices.error(t("gateway.firstKeyFailed", { name, reason }));
    }
  };
  const submit = async (values: Values) => {
    const fields = fieldsOf(values);
    if (upstream) await changeItem(UPSTREAMS.item, upstream.id, fields);
    else {
      const made = await dataOf(client.POST(UPSTREAMS.list, { body: { ...fields, enabled: true } }));
      if (values.firstKey) await addKey(made, values.firstKey);
    }
    await readAgain(queries, [UPSTREAMS.list, KEYS.list]);
  };
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      title={t(upstream ? "gateway.editUpstream" : "gateway.addUpstream")}
      initial={upstream ? { ...upstream, dialect: { ...ALL_AUTOMATIC, ...upstream.dialect } } : FRESH}
      submitText={t(upstream ? "action.save" : "action.create")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="name" label={t("gateway.name")} extra={t("gateway.nameHint")} rules={required}>
        <Input placeholder="openai" maxLength={100} autoFocus />
      </Form.Item>
      <Form.Item
        name="base_url"
        label={t("gateway.baseUrl")}
        extra={upstream && t("gateway.baseUrlHint")}
        rules={required}
      >
        <Input placeholder="https://api.openai.com" maxLength={500} />
      </Form.Item>
      <Form.Item name="format" label={t("gateway.format")} extra={t("gateway.formatHint")}>
        <Select
          options={(["openai", "anthropic"] as const).map((value) => ({ value, label: t(`gateway.formats.${value}`) }))}
        />
      </Form.Item>
      {upstream ? (
        <Form.Item label={t("gateway.keys")}>
          <Link to={`/gateway/keys?upstream_id=${upstream.id}`}>{t("gateway.toKeys", { name: upstream.name })}</Link>
        </Form.Item>
      ) : (
        <Form.Item name="firstKey" label={t("gateway.firstKey")} extra={t("gateway.firstKeyHint")}>
          <Input.Password autoComplete="off" maxLength={4000} />
        </Form.Item>
      )}
      <AdvancedUpstream isNew={!upstream} />
    </FormDrawer>
  );
}

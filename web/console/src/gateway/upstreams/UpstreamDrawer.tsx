import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../api/http";
import { useCan } from "../auth/session";
import { FormDrawer } from "../ui/forms/FormDrawer";
import { NumberField } from "../ui/forms/NumberField";
import { ALL_AUTOMATIC, DialectFields } from "./DialectFields";
import { LimitFields, NO_LIMITS } from "./LimitFields";
import { STRATEGIES, type Upstream } from "./types";

type Values = Pick<
  Upstream,
  | "name"
  | "base_url"
  | "format"
  | "auth"
  | "strategy"
  | "timeout_ms"
  | "allow_private"
  | "log_bodies"
  | "auto_test"
  | "time_zone"
  | "breaker"
  | "limits"
  | "dialect"
  | "tags"
> & {
  retry: { max_attempts: number; deadline_ms: number; statuses: (number | string)[] };
};

const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

interface Props {
  isOpen: boolean;
  upstream: Upstream | undefined;
  onClose: () => void;
}

export function UpstreamDrawer({ isOpen, upstream, onClose }: Props) {
  const { t } = useTranslation();
  const mayAllow = useCan()("private_networks.allow");
  const queries = useQueryClient();
  const required = [{ required: true, message: t("form.required") }];
  const submit = async (values: Values) => {
    const { name: authName, type } = values.auth;
    const auth = type === "bearer" ? { type } : { type, name: authName };
    // what was typed comes as text; what is no number is sent as it is, for the server to name
    const statuses = values.retry.statuses.map((status) => (Number.isNaN(Number(status)) ? status : Number(status)));
    const retry = { ...values.retry, statuses };
    const body = { ...values, auth, retry };
    if (upstream) await api.patch(`/api/admin/upstreams/${upstream.id}`, body);
    else await api.post("/api/admin/upstreams", body);
    void queries.invalidateQueries({ queryKey: ["upstreams"] });
  };
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      title={t(upstream ? "gateway.editUpstream" : "gateway.addUpstream")}
      initial={{
        name: upstream?.name ?? "",
        base_url: upstream?.base_url ?? "",
        format: upstream?.format ?? "openai",
        auth: upstream?.auth ?? { type: "bearer" },
        strategy: upstream?.strategy ?? "round_robin",
        timeout_ms: upstream?.timeout_ms ?? 60_000,
        allow_private: upstream?.allow_private ?? false,
        log_bodies: upstream?.log_bodies ?? false,
        auto_test: upstream?.auto_test ?? false,
        time_zone: upstream?.time_zone ?? "UTC",
        breaker: upstream?.breaker ?? { failures: 10, hold_s: 5 },
        limits: upstream?.limits ?? NO_LIMITS,
        dialect: { ...ALL_AUTOMATIC, ...upstream?.dialect },
        retry: {
          max_attempts: upstream?.retry?.max_attempts ?? 3,
          deadline_ms: upstream?.retry?.deadline_ms ?? 120_000,
          statuses: upstream?.retry?.statuses ?? [408, 429, 500, 502, 503, 504],
        },
        tags: upstream?.tags ?? [],
      }}
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
      <div className="form-row">
        <Form.Item name={["auth", "type"]} label={t("gateway.auth")}>
          <Select
            options={(["bearer", "header", "query"] as const).map((value) => ({
              value,
              label: t(`gateway.auths.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item noStyle shouldUpdate>
          {({ getFieldValue }) =>
            getFieldValue(["auth", "type"]) !== "bearer" && (
              <Form.Item name={["auth", "name"]} label={t("gateway.authName")} rules={required}>
                <Input placeholder="x-api-key" maxLength={100} />
              </Form.Item>
            )
          }
        </Form.Item>
      </div>
      <Form.Item name="strategy" label={t("gateway.strategy")}>
        <Select options={STRATEGIES.map((value) => ({ value, label: t(`gateway.strategies.${value}`) }))} />
      </Form.Item>
      <div className="form-row">
        <NumberField
          name="timeout_ms"
          label={t("gateway.timeout")}
          extra={t("gateway.timeoutHint")}
          least={1}
          most={3_600_000}
          isRequired
        />
        <NumberField name={["retry", "max_attempts"]} label={t("gateway.maxAttempts")} least={1} most={20} isRequired />
      </div>
      <NumberField
        name={["retry", "deadline_ms"]}
        label={t("gateway.deadline")}
        extra={t("gateway.deadlineHint")}
        least={1}
        most={3_600_000}
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
      <Form.Item name="time_zone" label={t("pool.timeZone")} extra={t("pool.timeZoneHint")} rules={required}>
        <Select showSearch options={ZONES.map((value) => ({ value, label: value }))} />
      </Form.Item>
      <Form.Item name="tags" label={t("gateway.tags")} extra={t("gateway.tagsHint")}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[","]} maxCount={50} />
      </Form.Item>
      <Form.Item name="auto_test" label={t("pool.autoTest")} extra={t("pool.autoTestHint")} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item
        name="log_bodies"
        label={t("gatewayStats.logBodies")}
        extra={t("gatewayStats.logBodiesHint")}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <Form.Item
        name="allow_private"
        label={t("form.allowPrivate")}
        extra={t(mayAllow ? "form.allowPrivateHint" : "form.ownersOnly")}
        valuePropName="checked"
      >
        <Switch disabled={!mayAllow} />
      </Form.Item>
    </FormDrawer>
  );
}

import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../api/http";
import { FormDrawer } from "../ui/forms/FormDrawer";
import { NumberField } from "../ui/forms/NumberField";
import { LimitFields, NO_LIMITS } from "./LimitFields";
import { useUpstreamOptions } from "./queries";
import type { Limits, Route, RouteTarget } from "./types";

interface Values {
  model: string;
  targets: RouteTarget[];
  fallbacks?: RouteTarget[];
  cache_ttl_s: number;
  limits: Limits;
}

interface Props {
  isOpen: boolean;
  route: Route | undefined;
  onClose: () => void;
}

function cleaned(targets: RouteTarget[] | undefined, isWeighted: boolean): RouteTarget[] {
  return (targets ?? []).map(({ upstream_id, model, weight }) => ({
    upstream_id,
    ...(model ? { model } : {}),
    ...(isWeighted && typeof weight === "number" ? { weight } : {}),
  }));
}

export function RouteDrawer({ isOpen, route, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const submit = async (values: Values) => {
    const body = {
      model: values.model,
      targets: cleaned(values.targets, true),
      fallbacks: cleaned(values.fallbacks, false),
      cache_ttl_s: values.cache_ttl_s ?? 0,
      limits: values.limits,
    };
    if (route) await api.patch(`/api/admin/routes/${route.id}`, body);
    else await api.post("/api/admin/routes", { ...body, enabled: true });
    void queries.invalidateQueries({ queryKey: ["routes"] });
  };
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      title={t(route ? "gateway.editRoute" : "gateway.addRoute")}
      initial={{
        model: route?.model ?? "",
        targets: route?.targets ?? [{ upstream_id: undefined as unknown as number, weight: 1 }],
        fallbacks: route?.fallbacks ?? [],
        cache_ttl_s: route?.cache_ttl_s ?? 0,
        limits: route?.limits ?? NO_LIMITS,
      }}
      submitText={t(route ? "action.save" : "action.create")}
      onSubmit={submit}
      onClose={onClose}
      size={560}
    >
      <Form.Item
        name="model"
        label={t("gateway.model")}
        extra={t("gateway.modelHint")}
        rules={[{ required: true, message: t("form.required") }]}
      >
        <Input placeholder="gpt-5-mini" maxLength={200} autoFocus />
      </Form.Item>
      <TargetList name="targets" label={t("gateway.targets")} isWeighted />
      <TargetList name="fallbacks" label={t("gateway.fallbacks")} isWeighted={false} />
      <NumberField
        name="cache_ttl_s"
        label={t("pool.cacheTtl")}
        extra={t("pool.cacheTtlHint")}
        least={0}
        most={2_592_000}
      />
      <LimitFields hint={t("pool.routeLimitsHint")} />
    </FormDrawer>
  );
}

function TargetList({ name, label, isWeighted }: { name: string; label: string; isWeighted: boolean }) {
  const { t } = useTranslation();
  const upstreams = useUpstreamOptions();
  return (
    <Form.Item label={label}>
      <Form.List name={name}>
        {(fields, { add, remove }) => (
          <>
            {fields.map((field) => (
              <div className="target" key={field.key}>
                <Form.Item name={[field.name, "upstream_id"]} rules={[{ required: true, message: t("form.required") }]}>
                  <Select options={upstreams} placeholder={t("gateway.upstream")} aria-label={t("gateway.upstream")} />
                </Form.Item>
                <Form.Item name={[field.name, "model"]}>
                  <Input placeholder={t("gateway.sameModel")} aria-label={t("gateway.model")} />
                </Form.Item>
                {isWeighted && (
                  <NumberField
                    name={[field.name, "weight"]}
                    least={0}
                    most={1_000_000}
                    aria-label={t("gateway.weight")}
                  />
                )}
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t("gateway.removeTarget")}
                  onClick={() => remove(field.name)}
                />
              </div>
            ))}
            <Button type="dashed" block icon={<PlusOutlined />} onClick={() => add({ weight: 1 })}>
              {t("gateway.addTarget")}
            </Button>
          </>
        )}
      </Form.List>
    </Form.Item>
  );
}

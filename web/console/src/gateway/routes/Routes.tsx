import { BranchesOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { BOUNDS } from "../../generated/values";
import { Advanced, fieldsOf } from "../../ui/forms/fields";
import { NumberField as PlainNumberField } from "../../ui/forms/NumberField";
import { ResourceForm, type RowForm } from "../../ui/forms/ResourceForm";
import { type Columns, column } from "../../ui/list/columns";
import { ResourceList } from "../../ui/list/ResourceList";
import { useResource } from "../../ui/list/useResource";
import { LimitFields, ModelInput, NO_LIMITS } from "../fields";
import { useUpstreamNames, useUpstreamOptions } from "../queries";
import { ROUTES, type Route } from "../resources";
import { Deployments, useDeployments } from "./Deployments";
import { Targets } from "./Targets";

export function Routes() {
  const { t } = useTranslation();
  const managed = useResource(ROUTES);
  const deployments = useDeployments();
  const columns: Columns<Route> = [
    column(t("gateway.model"), ({ model }) => <span className="mono">{model}</span>),
    column(t("gateway.targets"), ({ targets }) => <Targets of={targets} />),
    column(t("gateway.fallbacks"), ({ fallbacks }) => <Targets of={fallbacks} />),
    column(t("gateway.deployments"), (route) => <Deployments of={deployments(route)} />),
  ];
  return (
    <ResourceList
      of={managed}
      label={t("gateway.routes")}
      icon={<BranchesOutlined />}
      columns={columns}
      form={(props) => <RouteDrawer {...props} />}
    />
  );
}

const { TextField, NumberField } = fieldsOf("routes", "RouteCreate");

type Values = Omit<Schema<"RouteCreate">, "enabled">;

const FRESH: Partial<Values> = {
  targets: [{ weight: 1 } as Values["targets"][number]],
  fallbacks: [],
  cache_ttl_s: 0,
  limits: NO_LIMITS,
};

function RouteDrawer({ row: route, ...drawer }: RowForm<Route>) {
  const { t } = useTranslation();
  const bodyOf = (values: Values) => ({
    ...values,
    targets: values.targets.map((target) => ({ ...target, weight: target.weight ?? 1 })),
    cache_ttl_s: values.cache_ttl_s ?? 0,
    enabled: route?.enabled ?? true,
  });
  return (
    <ResourceForm
      of={ROUTES}
      row={route}
      {...drawer}
      initial={route ?? FRESH}
      onSubmit={(values: Values, save) => save(bodyOf(values))}
      size={560}
    >
      <TextField name="model" isRequired placeholder="gpt-5-mini" />
      <TargetList name="targets" />
      <TargetList name="fallbacks" />
      <Advanced names={["cache_ttl_s", "limits"]}>
        <NumberField name="cache_ttl_s" />
        <LimitFields hint={t("pool.routeLimitsHint")} />
      </Advanced>
    </ResourceForm>
  );
}

function TargetList({ name }: { name: "targets" | "fallbacks" }) {
  const { t } = useTranslation();
  const isWeighted = name === "targets";
  const upstreams = useUpstreamOptions();
  const nameOfUpstream = useUpstreamNames(); // the built-in one is no choice
  return (
    <Form.Item label={t(`gateway.${name}`)}>
      <Form.List name={name}>
        {(fields, { add, remove }, { errors }) => (
          <>
            {fields.map((field) => (
              <div className="target" key={field.key}>
                <Form.Item name={[field.name, "upstream_id"]} rules={[{ required: true }]}>
                  <Select
                    showSearch={{ optionFilterProp: "label" }}
                    options={upstreams}
                    labelRender={({ label, value }) => label ?? nameOfUpstream(Number(value))}
                    placeholder={t("gateway.upstream")}
                    aria-label={t("gateway.upstream")}
                  />
                </Form.Item>
                <TargetModel list={name} place={field.name} />
                {isWeighted && (
                  <PlainNumberField
                    name={[field.name, "weight"]}
                    {...BOUNDS.TargetIn.weight}
                    aria-label={t("gateway.weight")}
                    suffix={t("gateway.weight")}
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
            <Button type="dashed" block icon={<PlusOutlined />} onClick={() => add(isWeighted ? { weight: 1 } : {})}>
              {t("gateway.addTarget")}
            </Button>
            <Form.ErrorList errors={errors} />
          </>
        )}
      </Form.List>
    </Form.Item>
  );
}

function TargetModel({ list, place }: { list: string; place: number }) {
  const { t } = useTranslation();
  const upstreamId: number | undefined = Form.useWatch([list, place, "upstream_id"]);
  return (
    // where a target asks for the same model, it names none
    <Form.Item name={[place, "model"]} normalize={(model: string | undefined) => model || null}>
      <ModelInput upstreamId={upstreamId} placeholder={t("gateway.sameModel")} aria-label={t("gateway.model")} />
    </Form.Item>
  );
}

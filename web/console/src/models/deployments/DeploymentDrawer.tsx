import { keepPreviousData } from "@tanstack/react-query";
import { Form, Segmented, Select, type SelectProps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { reads, type Schema } from "../../api/client";
import { atField } from "../../api/errors";
import { Advanced, fieldsOf } from "../../ui/forms/fields";
import { ResourceForm, type RowForm } from "../../ui/forms/ResourceForm";
import { SearchSelect } from "../../ui/SearchSelect";
import { useSearch } from "../../ui/useAddress";
import { DEPLOYMENTS, type Deployment } from "../resources";

const { Field, TextField, NumberField, SwitchField } = fieldsOf("deployments", "DeploymentCreate");

const SERVES = ["newest", "version", "alias"] as const;

const KINDS = ["model", "route"] as const;

type Made = Schema<"DeploymentCreate">;
type Values = Schema<"DeploymentCreate"> & { kind: (typeof KINDS)[number]; serves: (typeof SERVES)[number] };

/** Where what is wrong with the whole stands. */
const FIELDS = { MODEL_WITHOUT_VERSION: "model" };

const FRESH: Partial<Values> = { kind: "model", serves: "newest", replicas: 1, max_batch_rows: 32, sticky: false };

/** As it is sent: one of the ways to say what is served. */
function madeOf({ kind, serves, version, alias, route, ...rest }: Values): Made {
  if (kind === "route") return { name: rest.name, route } as Made; // the rest is for models alone
  return { ...rest, ...(serves === "version" && { version }), ...(serves === "alias" && { alias }) };
}

/** `?preset=churn/2` is a version to be deployed. */
function usePreset(): Partial<Values> {
  const [model, version] = useSearch().search.get("preset")?.split("/") ?? [];
  return model && version ? { ...FRESH, name: model, model, serves: "version", version: Number(version) } : FRESH;
}

export function DeploymentDrawer({ row: deployment, ...drawer }: RowForm<Deployment>) {
  const preset = usePreset();
  return (
    <ResourceForm
      of={DEPLOYMENTS}
      row={deployment}
      {...drawer}
      initial={deployment ?? preset}
      onSubmit={async (values: Values, save) => {
        const { replicas, max_batch_rows, unload_after_s = null } = values;
        await save({ replicas, max_batch_rows, unload_after_s }, madeOf(values)).catch((error: unknown) =>
          Promise.reject(atField(error, FIELDS)),
        );
      }}
      pageOf={({ id }) => `/deployments/${id}`}
    >
      {!deployment && <Kind />}
      <HowItIsServed isNew={!deployment} />
    </ResourceForm>
  );
}

function Kind() {
  const { t } = useTranslation();
  const kind: Values["kind"] = Form.useWatch("kind") ?? "model";
  return (
    <>
      <Field name="kind">
        <Segmented
          aria-label={t("field.deployments.kind")}
          options={KINDS.map((value) => ({ value, label: t(`deployment.kind.${value}`) }))}
        />
      </Field>
      <TextField
        name="name"
        isRequired
        extra={t(kind === "route" ? "deployment.routeName" : "fieldHint.deployments.name")}
      />
      {kind === "model" && <WhatIsServed />}
      {kind === "route" && (
        <Field name="route" isRequired>
          <RouteChoice />
        </Field>
      )}
    </>
  );
}

function HowItIsServed({ isNew }: { isNew: boolean }) {
  const kind: Values["kind"] | undefined = Form.useWatch("kind");
  if (kind === "route") return null;
  return (
    <>
      <div className="form-row">
        <NumberField name="replicas" isRequired />
        <NumberField name="max_batch_rows" isRequired />
      </div>
      {isNew && <SwitchField name="sticky" />}
      <Advanced names={["unload_after_s"]}>
        <NumberField name="unload_after_s" />
      </Advanced>
    </>
  );
}

function WhatIsServed() {
  const { t } = useTranslation();
  const serves: Values["serves"] = Form.useWatch("serves") ?? "newest";
  const model: string | undefined = Form.useWatch("model");
  return (
    <>
      <Field name="model" isRequired>
        <ModelChoice />
      </Field>
      <Field name="serves">
        <Segmented
          aria-label={t("field.deployments.serves")}
          options={SERVES.map((value) => ({ value, label: t(`deployment.serves.${value}`) }))}
        />
      </Field>
      {serves === "version" && (
        <Field name="version" isRequired>
          <VersionChoice model={model} />
        </Field>
      )}
      {serves === "alias" && (
        <Field name="alias" isRequired>
          <AliasChoice model={model} />
        </Field>
      )}
    </>
  );
}

const SHOWN = 50;

/** What a form gives to its field. */
interface FieldProps {
  id?: string;
  value?: string;
  onChange?: (value: string) => void;
}

/** One of very many, looked for by name while it is typed. */
function ModelChoice(field: FieldProps) {
  const [q, setQ] = useState("");
  const init = { params: { query: { q, limit: SHOWN } } };
  const found = reads.useQuery("get", "/api/models", init, { placeholderData: keepPreviousData });
  const options = found.data?.items.map(({ name }) => ({ value: name, name, label: name })) ?? [];
  return <SearchSelect {...field} q={q} onSearch={setQ} of={[found]} options={options} />;
}

function RouteChoice(field: FieldProps) {
  const [q, setQ] = useState("");
  const init = { params: { query: { q, limit: SHOWN } } };
  const found = reads.useQuery("get", "/api/admin/routes", init, { placeholderData: keepPreviousData });
  const options = found.data?.items.map(({ model }) => ({ value: model, name: model, label: model })) ?? [];
  return <SearchSelect {...field} q={q} onSearch={setQ} of={[found]} options={options} />;
}

interface ChoiceProps extends Omit<SelectProps<number>, "options"> {
  model: string | undefined;
  /** Versions that are no choice. */
  but?: number[];
}

export function VersionChoice({ model = "", but = [], ...field }: ChoiceProps) {
  const { t } = useTranslation();
  const { data } = useVersions(model);
  const options = data?.items
    .filter(({ version }) => !but.includes(version))
    .map(({ version, aliases }) => ({
      value: version,
      label: [t("model.version", { version }), ...aliases].join(" · "),
    }));
  return <Select {...field} showSearch={{ optionFilterProp: "label" }} options={options ?? []} />;
}

/** The newest 200. */
function useVersions(name: string) {
  const init = { params: { path: { name }, query: { limit: 200 } } };
  return reads.useQuery("get", "/api/models/{name}/versions", init, { enabled: name !== "" });
}

export function AliasChoice({
  model = "",
  ...field
}: Omit<SelectProps<string>, "options"> & { model: string | undefined }) {
  const { t } = useTranslation();
  const init = { params: { path: { name: model } } };
  const { data } = reads.useQuery("get", "/api/models/{name}", init, { enabled: model !== "" });
  const options = Object.entries(data?.aliases ?? {}).map(([value, version]) => ({
    value,
    label: `${value} → ${version}`,
  }));
  const none = t(data ? "deployment.noAlias" : "deployment.modelFirst");
  return <Select {...field} options={options} notFoundContent={<span className="soft">{none}</span>} />;
}

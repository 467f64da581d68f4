import { useQueryClient } from "@tanstack/react-query";
import { Input, Select } from "antd";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { client, reads } from "../../api/client";
import { messageOf } from "../../api/errors";
import { readAgain } from "../../api/resources";
import { useCan } from "../../auth/session";
import { CHOICES } from "../../generated/values";
import { formatBytes } from "../../health/parts";
import { checkJson } from "../../tasks/schedules/json";
import { tasksAt } from "../../tasks/types";
import { Facts } from "../../ui/Fact";
import { type DrawerState, FormDrawer } from "../../ui/forms/FormDrawer";
import { fieldsOf } from "../../ui/forms/fields";
import { atTexts } from "../../ui/forms/jsonTexts";
import { AsOpened } from "../../ui/RowDrawer";
import { Time } from "../../ui/Time";
import { useNotices } from "../../ui/useNotices";
import { MODELS, type Model, type Tensor, tensorWords, type Version } from "../resources";
import { AliasField } from "./AliasField";

const { Field, TextField } = fieldsOf("versions", "VersionPatch");

interface Props {
  model: Model;
  version: number | undefined;
  onClose: () => void;
}

interface Values extends Pick<Version, "stage"> {
  metricsText: string;
  metadataText: string;
  data: string;
}

const PATH = "/api/models/{name}/versions/{version}";
const TEXTS = { metrics: "metricsText", metadata: "metadataText" };

/** A version: what its file says, and what people say of it. */
export function VersionDrawer({ model, version, onClose }: Props) {
  const params = { path: { name: model.name, version: version ?? 0 } };
  const { data, error } = reads.useQuery("get", PATH, { params }, { enabled: version !== undefined, retry: false });
  const notices = useNotices();
  useEffect(() => {
    if (error) notices.error(messageOf(error));
    return notices.clearFailures;
  }, [error, notices]);
  return (
    <AsOpened id={data?.version} row={data}>
      {(row, isOpen) => row && <VersionForm model={model} version={row} isOpen={isOpen} onClose={onClose} />}
    </AsOpened>
  );
}

function VersionForm({ model, version: data, ...drawer }: DrawerState & { model: Model; version: Version }) {
  const { t } = useTranslation();
  const mayWrite = useCan()("models.write");
  const queries = useQueryClient();
  const opened = valuesOf(data);
  const saved = useRef<Values>(undefined); // what stays open after it was saved is of that
  if (!drawer.isOpen) saved.current = undefined;
  const save = async (values: Values) => {
    const before = saved.current ?? opened;
    const isNew = (name: keyof Values) => values[name] !== before[name];
    const body = {
      ...(isNew("stage") && { stage: values.stage }),
      ...(isNew("metricsText") && { metrics: JSON.parse(values.metricsText || "{}") }),
      ...(isNew("metadataText") && { metadata: JSON.parse(values.metadataText || "{}") }),
      ...(isNew("data") && { data: values.data || null }),
    };
    const params = { path: { name: model.name, version: data.version } };
    await client.PATCH(PATH, { params, body }).catch((error: unknown) => Promise.reject(atTexts(error, TEXTS)));
    saved.current = values;
    await readAgain(queries, [MODELS.list]);
  };
  return (
    <FormDrawer<Values>
      {...drawer}
      title={`${model.name} · ${t("model.version", { version: data.version })}`}
      submitText={t("action.save")}
      size={640}
      initial={opened}
      onSubmit={save}
      whyReadOnly={mayWrite ? undefined : t("form.readOnly", { permission: "models.write" })}
    >
      <File of={data} />
      <AliasField model={model} version={data} mayWrite={mayWrite} />
      <Field name="stage">
        <Select options={CHOICES.Stage.map((value) => ({ value, label: t(`model.stages.${value}`) }))} />
      </Field>
      {(["metricsText", "metadataText"] as const).map((name) => (
        <Field key={name} name={name} rules={[{ validator: checkJson }]}>
          <Input.TextArea className="mono" autoSize={{ minRows: 2, maxRows: 12 }} spellCheck={false} />
        </Field>
      ))}
      <TextField name="data" />
    </FormDrawer>
  );
}

function valuesOf({ stage, metrics, metadata, data }: Version): Values {
  const text = (value: object) => JSON.stringify(value, null, 2);
  return { stage, metricsText: text(metrics), metadataText: text(metadata), data: data ?? "" };
}

function File({ of: version }: { of: Version }) {
  const { t } = useTranslation();
  const opset = version.opset === null ? "" : ` · opset ${version.opset}`;
  return (
    <Facts
      of={{
        [t("model.file")]: `${version.filename} · ${formatBytes(version.size_bytes)}`,
        "SHA-256": <span className="mono">{version.sha256}</span>,
        ONNX: `IR ${version.ir_version}${opset}`,
        [t("model.producer")]: version.producer || undefined,
        [t("model.inputs")]: <Tensors of={version.inputs} />,
        [t("model.outputs")]: <Tensors of={version.outputs} />,
        [t("model.task")]: version.task_id ? (
          <Link to={tasksAt({ open: version.task_id })}>{version.task_id}</Link>
        ) : undefined,
        [t("model.created")]: <Time value={version.created_at} />,
      }}
    />
  );
}

function Tensors({ of: tensors }: { of: Tensor[] }) {
  return tensors.map((tensor) => (
    <div key={tensor.name} className="mono">
      {tensor.name} <span className="soft">{tensorWords(tensor)}</span>
    </div>
  ));
}

import { CodeOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, ConfigProvider, Form, Select, Skeleton, Tabs, Tag } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/errors";
import { readAgain, readsOf } from "../../api/resources";
import { CHOICES } from "../../generated/values";
import { fieldsOf } from "../../ui/forms/fields";
import { ResourceForm, type RowForm } from "../../ui/forms/ResourceForm";
import { type Columns, column, nameColumn } from "../../ui/list/columns";
import { ResourceList } from "../../ui/list/ResourceList";
import { useResource } from "../../ui/list/useResource";
import { Time } from "../../ui/Time";
import { useAddress } from "../../ui/useAddress";
import { UpstreamField } from "../fields";
import { UpstreamFilter } from "../filters";
import { useUpstreamNames } from "../queries";
import { SCRIPTS } from "../resources";
import { EXAMPLES, type ExampleKey, type Phase, type SavedSource, type Script, type ScriptFields } from "./examples";
import { TrialPanel } from "./TrialPanel";
import { Versions } from "./Versions";

export function Scripts() {
  const { t } = useTranslation();
  const nameOfUpstream = useUpstreamNames();
  const { values, field, isFiltered } = useAddress(["upstream"]);
  const filters = values.upstream ? { upstream_id: Number(values.upstream) } : {};
  const columns: Columns<Script> = [
    { title: t("scripts.priority"), dataIndex: "priority", align: "right", width: 80 },
    nameColumn(t("gateway.name"), SCRIPTS.nameOf, ({ upstream_id: id }) =>
      id ? nameOfUpstream(id) : t("scripts.allUpstreams"),
    ),
    column(t("scripts.runsOn"), ({ phases }) => phases.map((one) => <Tag key={one}>{t(`scripts.phase.${one}`)}</Tag>)),
    column(t("scripts.onError"), ({ on_error }) => t(`scripts.${on_error}`)),
    column(t("scripts.saved"), ({ version, updated_at }) => (
      <>
        {t("scripts.version", { version })}{" "}
        <span className="soft">
          <Time value={updated_at} />
        </span>
      </>
    )),
  ];
  return (
    <ResourceList
      of={useResource(SCRIPTS, { filters })}
      label={t("scripts.title")}
      icon={<CodeOutlined />}
      columns={columns}
      filters={<UpstreamFilter {...field("upstream")} />}
      isFiltered={isFiltered}
      form={(props) => <ScriptDrawer {...props} />}
    />
  );
}

const CodeEditor = lazy(() => import("./CodeEditor"));
const HINT_ID = "script-source-keys";

const { Field, TextField, NumberField } = fieldsOf("scripts", "ScriptCreate");

const BLANK: ScriptFields = {
  name: "",
  source: EXAMPLES.header.source,
  upstream_id: null,
  on_error: "fail_open",
  timeout_ms: 10,
  memory_limit_mb: 16,
  priority: 0,
};

function ScriptDrawer({ row: script, ...drawer }: RowForm<Script>) {
  const queries = useQueryClient();
  const [newer, setNewer] = useState<SavedSource & { of: Script | undefined }>();
  // what the source in the form was made of: as it was opened, or a version that was restored or refused it since
  const base = script && { ...script, ...(newer?.of === script && newer) };
  return (
    <ResourceForm
      of={SCRIPTS}
      row={base && { ...base, version: 0 }} // said of each source that is sent
      {...drawer}
      initial={script ?? BLANK}
      onSubmit={async (values: ScriptFields, save) => {
        const fields = { ...values, upstream_id: values.upstream_id ?? null, enabled: script?.enabled ?? true };
        const isEdited = base && values.source !== base.source;
        const moveTo = (version: number, source: string) => setNewer({ of: script, version, source });
        await save({ ...fields, ...(isEdited && { version: base.version }) }, fields).catch((error) => {
          if (error instanceof ApiError && base && error.code === "SCRIPT_MOVED") {
            moveTo(error.details.version as number, base.source);
            void readAgain(queries, readsOf(SCRIPTS));
          }
          throw error;
        });
        if (isEdited) moveTo(base.version + 1, values.source);
      }}
      size={1180}
    >
      <Editor script={script} onRestored={(restored) => setNewer({ of: script, ...restored })} />
    </ResourceForm>
  );
}

function Editor({ script, onRestored }: { script: Script | undefined; onRestored: (saved: SavedSource) => void }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance<ScriptFields>();
  const [phase, setPhase] = useState<Phase>(script?.phases[0] ?? "request");
  const begin = (key: ExampleKey) => {
    form.setFieldsValue({ name: t(`scripts.example.${key}`), source: EXAMPLES[key].source });
    setPhase(EXAMPLES[key].phase);
  };
  const trial = <TrialPanel phase={phase} onPhase={setPhase} />;
  const versions = script && <Versions script={script} onRestored={onRestored} />;
  return (
    <div className="script-editor">
      <div>
        {!script && (
          <Form.Item label={t("scripts.startFrom")}>
            <div className="rule-row">
              {(Object.keys(EXAMPLES) as ExampleKey[]).map((key) => (
                <Button key={key} size="small" onClick={() => begin(key)}>
                  {t(`scripts.example.${key}`)}
                </Button>
              ))}
            </div>
          </Form.Item>
        )}
        <TextField name="name" isRequired />
        <Field name="source" isRequired>
          <SourceField />
        </Field>
        <div className="rule-fields">
          <UpstreamField placeholder={t("scripts.allUpstreams")} />
          <Field name="on_error">
            <Select
              options={CHOICES["ScriptCreate.on_error"].map((value) => ({ value, label: t(`scripts.${value}`) }))}
            />
          </Field>
          <NumberField name="priority" isRequired />
          <NumberField name="timeout_ms" isRequired suffix="ms" />
          <NumberField name="memory_limit_mb" isRequired suffix="MB" />
        </div>
      </div>
      {script ? (
        <Tabs
          items={[
            { key: "try", label: t("scripts.try"), children: trial },
            { key: "versions", label: t("scripts.versions"), children: versions },
          ]}
        />
      ) : (
        trial
      )}
    </div>
  );
}

/** The editor as a form's field; its code is fetched when it is first shown. */
function SourceField({ value = "", onChange }: { value?: string; onChange?: (value: string) => void }) {
  const { t } = useTranslation();
  const { componentDisabled = false } = ConfigProvider.useConfig();
  return (
    <>
      <Suspense fallback={<Skeleton active className="code-editor" />}>
        <CodeEditor
          value={value}
          onChange={(next) => onChange?.(next)}
          label={t("scripts.source")}
          describedBy={HINT_ID}
          isReadOnly={componentDisabled}
        />
      </Suspense>
      <p id={HINT_ID} tabIndex={-1} className="soft small">
        {t("scripts.keysHint")}
      </p>
    </>
  );
}

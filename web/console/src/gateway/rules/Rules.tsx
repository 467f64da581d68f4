import { ThunderboltOutlined } from "@ant-design/icons";
import { Button, Form } from "antd";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { reads, type Schema } from "../../api/client";
import { ApiError, messageOf } from "../../api/errors";
import { fieldsOf } from "../../ui/forms/fields";
import { ResourceForm, type RowForm } from "../../ui/forms/ResourceForm";
import { type Columns, column, nameColumn } from "../../ui/list/columns";
import { ResourceList } from "../../ui/list/ResourceList";
import { useResource } from "../../ui/list/useResource";
import { useSearch } from "../../ui/useAddress";
import { UpstreamField } from "../fields";
import { useUpstreamNames } from "../queries";
import { RULES } from "../resources";
import { ActionsEditor } from "./ActionsEditor";
import { withinActions } from "./actionBounds";
import { ConditionEditor } from "./ConditionEditor";
import { DryRunPanel } from "./DryRunPanel";
import { conditionText, ruleText } from "./sentence";
import { type Group, newGroup, nodeAt, toEditor, toTree } from "./tree";
import { NEW_ACTIONS, type Rule, type RuleFields } from "./types";

export function Rules() {
  const { t } = useTranslation();
  const nameOfUpstream = useUpstreamNames();
  const columns: Columns<Rule> = [
    { title: t("rules.priority"), dataIndex: "priority", align: "right", width: 80 },
    nameColumn(t("gateway.name"), RULES.nameOf, ({ upstream_id: id }) =>
      id ? nameOfUpstream(id) : t("rules.allUpstreams"),
    ),
    column(t("rules.what"), (rule) => <span className="cell-text">{ruleText(t, rule)}</span>),
  ];
  return (
    <ResourceList
      of={useResource(RULES)}
      label={t("rules.title")}
      icon={<ThunderboltOutlined />}
      columns={columns}
      form={(props) => <RuleDrawer {...props} />}
    />
  );
}

const { Field, TextField, NumberField } = fieldsOf("rules", "RuleCreate");

type Values = Omit<RuleFields, "condition" | "enabled"> & { condition: Group };

function valuesOf(rule: RuleFields): Values {
  return {
    name: rule.name,
    upstream_id: rule.upstream_id ?? null,
    condition: toEditor(rule.condition),
    actions: rule.actions,
    threshold: rule.threshold,
    cooldown_s: rule.cooldown_s,
    priority: rule.priority,
  };
}

function bodyOf(values: Values): RuleFields {
  return { ...values, upstream_id: values.upstream_id ?? null, condition: toTree(values.condition), enabled: true };
}

const blank = (): Values => ({
  name: "",
  upstream_id: null,
  condition: newGroup(),
  actions: [NEW_ACTIONS.cool_down, NEW_ACTIONS.retry],
  threshold: { count: 1, window_s: 60 },
  cooldown_s: 0,
  priority: 0,
});

/** The server names a place in the tree; here that is the condition as it reads. */
function asRead(t: TFunction, error: unknown, { condition }: RuleFields): unknown {
  if (!(error instanceof ApiError)) return error;
  const errors = error.fieldErrors.map(({ field, message }) => {
    const path = field.replace(/^rule\./, "");
    if (path.startsWith("condition."))
      return { field: "condition", message: `${conditionText(t, nodeAt(condition, path))}: ${message}` };
    return { field: path.startsWith("actions") ? "actions" : path, message };
  });
  return new ApiError(error.status, { code: error.code, message: error.message, details: { errors } });
}

function RuleDrawer({ row: rule, ...drawer }: RowForm<Rule>) {
  const { t } = useTranslation();
  const presets = usePresets();
  const wanted = useSearch().search.get("preset");
  const preset = presets.data?.find(({ key }) => key === wanted);

  return (
    <ResourceForm
      of={RULES}
      row={rule && { ...rule, condition: toTree(toEditor(rule.condition)) }} // as the editor says it
      {...drawer}
      isOpen={drawer.isOpen && !(wanted && presets.isPending)}
      initial={rule ? valuesOf(rule) : preset ? valuesOf(preset.rule) : blank()}
      onSubmit={async (values: Values, save) => {
        const fields = { ...bodyOf(values), enabled: rule?.enabled ?? true };
        await save(fields).catch((error) => {
          throw asRead(t, error, fields);
        });
      }}
      size={1080}
    >
      <Editor isNew={!rule} />
    </ResourceForm>
  );
}

function Editor({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance<Values>();
  const presets = usePresets();
  const values = Form.useWatch([], form) as Values | undefined;
  const read = () => bodyOf(form.getFieldsValue(true) as Values);
  const problemOf = (error: Error) => {
    const known = asRead(t, error, read());
    return (known instanceof ApiError && known.fieldErrors[0]?.message) || messageOf(error);
  };
  return (
    <div className="rule-editor">
      <div>
        {values?.condition && <p className="rule-sentence">{ruleText(t, bodyOf(values))}</p>}
        {isNew && (
          <Form.Item label={t("rules.startFrom")}>
            <div className="rule-row">
              {presets.data?.map(({ key, rule }) => (
                <Button key={key} size="small" onClick={() => form.setFieldsValue(valuesOf(rule))}>
                  {rule.name}
                </Button>
              ))}
            </div>
          </Form.Item>
        )}
        <TextField name="name" isRequired />
        <Field name="condition">
          <ConditionEditor />
        </Field>
        <Field name="actions" rules={[{ validator: withinActions(t) }]}>
          <ActionsEditor />
        </Field>
        <div className="rule-fields">
          <UpstreamField placeholder={t("rules.allUpstreams")} />
          <NumberField name="priority" isRequired />
          <NumberField name="threshold.count" isRequired />
          <NumberField name="threshold.window_s" isRequired suffix="s" />
          <NumberField name="cooldown_s" isRequired suffix="s" />
        </div>
      </div>
      <DryRunPanel read={read} problemOf={problemOf} />
    </div>
  );
}

/** Rules to begin with, each by its name. */
function usePresets() {
  const { t } = useTranslation();
  const select = (presets: Schema<"RulePreset">[]) =>
    presets.map(({ key, rule }) => ({ key, rule: { ...rule, name: t(`rules.preset.${key}`) } }));
  return reads.useQuery("get", "/api/admin/rules/presets", {}, { staleTime: Number.POSITIVE_INFINITY, select });
}

import { RobotOutlined } from "@ant-design/icons";
import { Alert, AutoComplete, type AutoCompleteProps, Form, Input, Select, Tag } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import defaults from "../../../shared/defaults.json";
import { reads, type Schema } from "../api/client";
import { resource } from "../api/resources";
import { formatNumber } from "../format";
import { useMerchantOptions } from "../merchants/types";
import { CodeSample } from "../ui/CopyButton";
import { fieldsOf } from "../ui/forms/fields";
import { ResourceForm, type RowForm } from "../ui/forms/ResourceForm";
import { type Columns, column, nameColumn, numberColumn } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { RowDrawer } from "../ui/RowDrawer";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import { scriptLine, stubCode } from "./embedCode";

type Assistant = Schema<"AssistantOut">;

const ASSISTANTS = resource("/api/assistants", "/api/assistants/{assistant_id}", {
  words: "assistants",
  permission: "assistants.write",
  nameOf: ({ name }) => name,
  searchedBy: "gateway.search",
  switchedBy: "is_enabled",
});

const CODE = { script: scriptLine, stub: stubCode };

const OPTIONS = [
  ["data-assistant", "optionAssistant"],
  ["data-position", "optionPosition"],
  ["data-theme", "optionTheme"],
  ["data-locale", "optionLocale"],
  ["data-color", "optionColor"],
  ["data-global", "optionGlobal"],
] as const;

export function AssistantsPage() {
  const { t } = useTranslation();
  const assistants = useResource(ASSISTANTS);
  const embedded = useOpened(assistants.list.items, ASSISTANTS.item, "embed");
  const merchants = useMerchantOptions();
  const defaultTag = <Tag>{t("assistants.default")}</Tag>;
  const columns: Columns<Assistant> = [
    nameColumn(t("assistants.name"), ASSISTANTS.nameOf, ({ is_default }) => is_default && defaultTag),
    column(t("assistants.model"), ({ model, is_model_offered }) => (
      <>
        <span className="mono">{model}</span>{" "}
        {!is_model_offered && (
          <Status tone="bad" hint={t("assistants.modelNotOfferedHint")}>
            {t("assistants.modelNotOffered")}
          </Status>
        )}
      </>
    )),
    column(
      t("assistants.merchant"),
      ({ merchant_id }) => merchants.find(({ value }) => value === merchant_id)?.label ?? merchant_id ?? "–",
    ),
    numberColumn(t("assistants.turnsToday"), ({ turns_today, max_turns_per_day }) =>
      [turns_today, max_turns_per_day].flatMap((turns) => (turns === null ? [] : formatNumber(turns))).join(" / "),
    ),
    column(t("assistants.updated"), ({ updated_at }) => <Time value={updated_at} />),
  ];
  return (
    <Page title={t("nav.assistants")} description={t("assistants.description")}>
      <ResourceList
        of={assistants}
        label={t("nav.assistants")}
        icon={<RobotOutlined />}
        columns={columns}
        isDeletable={({ is_default }) => !is_default}
        rowActions={[{ key: "embed", label: t("assistants.embed.action"), onClick: embedded.open }]}
        form={(props) => <AssistantDrawer {...props} />}
      />
      <EmbedDrawer of={embedded.row} onClose={embedded.close} />
    </Page>
  );
}

/** The code that puts this assistant on a shop's pages, and what can be set. */
function EmbedDrawer({ of, onClose }: { of: Assistant | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <RowDrawer of={of} onClose={onClose} title={({ name }) => t("assistants.embed.title", { name })}>
      {({ id, is_default, is_enabled }) => (
        <div className="embed">
          {!is_enabled && <Alert type="warning" showIcon title={t("assistants.embed.disabled")} />}
          {(["script", "stub"] as const).map((kind) => (
            <section key={kind}>
              <h2>{t(`assistants.embed.${kind}`)}</h2>
              <p className="soft">{t(`assistants.embed.${kind}Hint`)}</p>
              <CodeSample
                code={CODE[kind](location.origin, is_default ? undefined : id)}
                label={t(`assistants.embed.${kind}`)}
              />
            </section>
          ))}
          <section>
            <h2>{t("assistants.embed.options")}</h2>
            <p className="soft">{t("assistants.embed.optionsHint")}</p>
            <dl>
              {OPTIONS.map(([name, meaning]) => (
                <div key={name}>
                  <dt className="mono">{name}</dt>
                  <dd>{t(`assistants.embed.${meaning}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        </div>
      )}
    </RowDrawer>
  );
}

const { Field, TextField, NumberField, SwitchField } = fieldsOf("assistants", "AssistantIn");

type Values = Schema<"AssistantIn">;

const NEW: Partial<Values> = {
  is_enabled: true,
  is_default: false,
  temperature: 0.2,
  model: "relaydesk-extractive",
  opening_line: "",
  max_turns_per_day: defaults.turns_per_day,
};

const useModels = () => reads.useQuery("get", "/api/assistants/models");

function AssistantDrawer({ row, ...drawer }: RowForm<Assistant>) {
  const { t } = useTranslation();
  const merchants = useMerchantOptions();
  const { data: models } = useModels();
  const offered = {
    warningOnly: true,
    validator: async (_: unknown, model = "") => {
      if (model && models && !models.includes(model)) throw new Error(t("assistants.modelNotOfferedHint"));
    },
  };
  return (
    <ResourceForm
      of={ASSISTANTS}
      row={row}
      {...drawer}
      size={560}
      initial={row ?? NEW}
      onSubmit={({ persona, ...rest }: Values, save) => {
        const body = { ...rest, merchant_id: rest.merchant_id ?? null, ...(persona && { persona }) };
        return save(body as Values); // a new one without gets the server's
      }}
    >
      <TextField name="name" isRequired />
      <Field name="persona" isRequired={row !== undefined}>
        <Input.TextArea autoSize={{ minRows: 5, maxRows: 14 }} />
      </Field>
      <div className="form-row">
        <Field name="model" isRequired rules={[offered]}>
          <ModelChoice />
        </Field>
        <NumberField name="temperature" step={0.1} />
      </div>
      <Field name="opening_line">
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 4 }} />
      </Field>
      <Field name="merchant_id">
        <Select allowClear options={merchants} showSearch={{ optionFilterProp: "label" }} />
      </Field>
      <NumberField name="max_turns_per_day" />
      <div className="form-row">
        <SwitchField name="is_enabled" />
        <SwitchField name="is_default" />
      </div>
    </ResourceForm>
  );
}

/** One of the models that the gateway offers; another may be typed, for a route that is yet to come. */
function ModelChoice(field: Pick<AutoCompleteProps, "id" | "value" | "onChange">) {
  const { data: models } = useModels();
  const form = Form.useFormInstance();
  useEffect(() => {
    if (models) void form.validateFields(["model"]).catch(() => undefined); // a warning shows before anything is typed
  }, [models, form]);
  return (
    <AutoComplete
      {...field}
      className="mono"
      options={models?.map((value) => ({ value })) ?? []}
      showSearch={{ filterOption: (typed, option) => typed === field.value || !!option?.value.includes(typed) }}
    >
      <Input className="mono" />
    </AutoComplete>
  );
}

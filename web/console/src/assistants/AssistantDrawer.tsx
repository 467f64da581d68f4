import { AutoComplete, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import defaults from "../../../shared/defaults.json";
import { reads, type Schema } from "../api/client";
import { SwitchField, TextField } from "../ui/forms/fields";
import { NumberField } from "../ui/forms/NumberField";
import { ResourceForm, type RowForm } from "../ui/forms/ResourceForm";
import { useSave } from "../ui/forms/useSave";
import { ANY_DECIMALS } from "../ui/forms/within";
import { ASSISTANTS, type Assistant } from "./types";

type Values = Schema<"AssistantIn">;

const NEW: Partial<Values> = {
  is_enabled: true,
  is_default: false,
  temperature: 0.2,
  model: "relaydesk-extractive",
  opening_line: "",
  max_turns_per_day: defaults.turns_per_day,
};

interface Props extends RowForm<Assistant> {
  merchants: { value: string; label: string }[];
}

export function AssistantDrawer({ row, merchants, ...drawer }: Props) {
  const { t } = useTranslation();
  const save = useSave(ASSISTANTS);
  const submit = ({ persona, ...rest }: Values) => {
    const body = {
      ...rest,
      merchant_id: rest.merchant_id ?? null,
      max_turns_per_day: rest.max_turns_per_day ?? null,
      ...(persona && { persona }),
    };
    return save(row, body as Values); // the server has a persona, too
  };
  return (
    <ResourceForm of={ASSISTANTS} row={row} {...drawer} size={560} initial={row ?? NEW} onSubmit={submit}>
      <TextField name="name" label={t("assistants.name")} isRequired maxLength={100} autoFocus />
      <Form.Item name="persona" label={t("assistants.persona")} extra={t("assistants.personaHint")}>
        <Input.TextArea autoSize={{ minRows: 5, maxRows: 14 }} maxLength={8000} />
      </Form.Item>
      <div className="form-row">
        <Form.Item
          name="model"
          label={t("assistants.model")}
          extra={t("assistants.modelHint")}
          rules={[{ required: true }]}
        >
          <ModelChoice />
        </Form.Item>
        <NumberField
          name="temperature"
          label={t("assistants.temperature")}
          extra={t("assistants.temperatureHint")}
          least={0}
          most={2}
          decimals={ANY_DECIMALS}
          step={0.1}
        />
      </div>
      <Form.Item name="opening_line" label={t("assistants.opening")}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 4 }} maxLength={500} />
      </Form.Item>
      <Form.Item name="merchant_id" label={t("assistants.merchant")} extra={t("assistants.merchantHint")}>
        <Select allowClear options={merchants} showSearch={{ optionFilterProp: "label" }} />
      </Form.Item>
      <NumberField
        name="max_turns_per_day"
        label={t("assistants.turnsPerDay")}
        extra={t("assistants.turnsPerDayHint")}
        least={1}
        most={10_000_000}
      />
      <div className="form-row">
        <SwitchField name="is_enabled" label={t("assistants.enabled")} />
        <SwitchField name="is_default" label={t("assistants.default")} extra={t("assistants.defaultHint")} />
      </div>
    </ResourceForm>
  );
}

interface ChoiceProps {
  id?: string;
  value?: string;
  onChange?: (model: string) => void;
}

/** One of the models that the gateway offers; another may be typed, for a route that is yet to come. */
function ModelChoice(field: ChoiceProps) {
  const { data } = reads.useQuery("get", "/api/assistants/models");
  return (
    <AutoComplete
      {...field}
      className="mono"
      options={data?.map((value) => ({ value })) ?? []}
      showSearch={{ filterOption: (typed, option) => typed === field.value || !!option?.value.includes(typed) }}
    >
      <Input maxLength={200} className="mono" />
    </AutoComplete>
  );
}

import { AutoComplete, type AutoCompleteProps, Input, Select } from "antd";
import defaults from "../../../shared/defaults.json";
import { reads, type Schema } from "../api/client";
import { fieldsOf } from "../ui/forms/fields";
import { ResourceForm, type RowForm } from "../ui/forms/ResourceForm";
import { useSave } from "../ui/forms/useSave";
import { ASSISTANTS, type Assistant } from "./types";

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

interface Props extends RowForm<Assistant> {
  merchants: { value: string; label: string }[];
}

export function AssistantDrawer({ row, merchants, ...drawer }: Props) {
  const save = useSave(ASSISTANTS);
  const submit = ({ persona, ...rest }: Values) => {
    const body = { ...rest, merchant_id: rest.merchant_id ?? null, ...(persona && { persona }) };
    return save(row, body as Values); // the server has a persona, too
  };
  return (
    <ResourceForm of={ASSISTANTS} row={row} {...drawer} size={560} initial={row ?? NEW} onSubmit={submit}>
      <TextField name="name" isRequired autoFocus />
      <Field name="persona">
        <Input.TextArea autoSize={{ minRows: 5, maxRows: 14 }} />
      </Field>
      <div className="form-row">
        <Field name="model" isRequired>
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
  const { data } = reads.useQuery("get", "/api/assistants/models");
  return (
    <AutoComplete
      {...field}
      className="mono"
      options={data?.map((value) => ({ value })) ?? []}
      showSearch={{ filterOption: (typed, option) => typed === field.value || !!option?.value.includes(typed) }}
    >
      <Input className="mono" />
    </AutoComplete>
  );
}

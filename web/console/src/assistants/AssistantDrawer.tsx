import { useQueryClient } from "@tanstack/react-query";
import { AutoComplete, Form, Input, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import defaults from "../../../shared/defaults.json";
import { client, reads, type Schema } from "../api/client";
import { readAgain } from "../api/resources";
import { FormDrawer } from "../ui/forms/FormDrawer";
import { NumberField } from "../ui/forms/NumberField";
import { ANY_DECIMALS } from "../ui/forms/within";
import type { Assistant } from "./types";

type Values = Schema<"AssistantIn">;

const NEW: Partial<Values> = {
  is_enabled: true,
  is_default: false,
  temperature: 0.2,
  model: "relaydesk-extractive",
  opening_line: "",
  max_turns_per_day: defaults.turns_per_day,
};

interface Props {
  isOpen: boolean;
  assistant: Assistant | undefined;
  merchants: { value: string; label: string }[];
  onClose: () => void;
}

export function AssistantDrawer({ isOpen, assistant, merchants, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const required = [{ required: true, message: t("form.required") }];
  const submit = async ({ persona, ...rest }: Values) => {
    const body = {
      ...rest,
      merchant_id: rest.merchant_id ?? null,
      max_turns_per_day: rest.max_turns_per_day ?? null,
      ...(persona ? { persona } : {}),
    };
    if (assistant) {
      const path = { assistant_id: assistant.id };
      await client.PATCH("/api/assistants/{assistant_id}", { params: { path }, body });
    } else await client.POST("/api/assistants", { body: body as Values }); // the server has a persona, too
    void readAgain(queries, ["/api/assistants"]);
  };
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      title={t(assistant ? "assistants.edit" : "assistants.add")}
      size={560}
      initial={assistant ?? NEW}
      submitText={t(assistant ? "action.save" : "action.create")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="name" label={t("assistants.name")} rules={required}>
        <Input maxLength={100} autoFocus />
      </Form.Item>
      <Form.Item name="persona" label={t("assistants.persona")} extra={t("assistants.personaHint")}>
        <Input.TextArea autoSize={{ minRows: 5, maxRows: 14 }} maxLength={8000} />
      </Form.Item>
      <div className="form-row">
        <Form.Item name="model" label={t("assistants.model")} extra={t("assistants.modelHint")} rules={required}>
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
        <Form.Item name="is_enabled" label={t("assistants.enabled")} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item
          name="is_default"
          label={t("assistants.default")}
          extra={t("assistants.defaultHint")}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
      </div>
    </FormDrawer>
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

import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";
import defaults from "../../../shared/defaults.json";
import { api } from "../api/http";
import { FormDrawer } from "../ui/forms/FormDrawer";
import { NumberField } from "../ui/forms/NumberField";
import { ANY_DECIMALS } from "../ui/forms/within";
import type { Assistant } from "./types";

type Values = Omit<Assistant, "id" | "updated_at" | "turns_today" | "is_model_offered">;

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
  const submit = async (values: Values) => {
    const { persona, ...rest } = values;
    const body = {
      ...rest,
      merchant_id: values.merchant_id ?? null,
      max_turns_per_day: values.max_turns_per_day ?? null,
      ...(persona ? { persona } : {}),
    };
    if (assistant) await api.patch(`/api/assistants/${assistant.id}`, body);
    else await api.post("/api/assistants", body);
    void queries.invalidateQueries({ queryKey: ["assistants"] });
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
          <Input maxLength={200} className="mono" />
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
        <Select allowClear options={merchants} />
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

import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../api/http";
import { FormDrawer } from "../ui/forms/FormDrawer";
import type { Merchant } from "./types";

interface Values {
  name: string;
  is_active: boolean;
}

interface Props {
  isOpen: boolean;
  merchant: Merchant | undefined;
  onClose: () => void;
  onCreated: (merchant: Merchant) => void;
}

export function MerchantDrawer({ isOpen, merchant, onClose, onCreated }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const submit = async (values: Values) => {
    if (merchant) await api.patch(`/merchants/${merchant.id}`, values);
    else onCreated(await api.post<Merchant>("/merchants", { name: values.name }));
    void queries.invalidateQueries({ queryKey: ["merchants"] });
  };
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      title={t(merchant ? "merchants.edit" : "merchants.add")}
      initial={{ name: merchant?.name ?? "", is_active: merchant?.is_active ?? true }}
      submitText={t(merchant ? "action.save" : "merchants.addNext")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="name" label={t("merchants.name")} rules={[{ required: true, message: t("form.required") }]}>
        <Input maxLength={200} autoFocus />
      </Form.Item>
      {merchant && (
        <Form.Item name="is_active" label={t("merchants.active")} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
    </FormDrawer>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Switch } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf, type Schema } from "../api/client";
import { readAgain } from "../api/resources";
import { FormDrawer } from "../ui/forms/FormDrawer";
import type { Merchant } from "./types";

type Values = Schema<"MerchantCreate"> & Schema<"MerchantPatch">;

interface Props {
  isOpen: boolean;
  merchant: Merchant | undefined;
  /** With the merchant that was made, where one was. */
  onClose: (made?: Merchant) => void;
}

export function MerchantDrawer({ isOpen, merchant, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const made = useRef<Merchant>(undefined);
  const submit = async (body: Values) => {
    if (merchant)
      await client.PATCH("/merchants/{merchant_id}", { params: { path: { merchant_id: merchant.id } }, body });
    else made.current = await dataOf(client.POST("/merchants", { body: { name: body.name } }));
    void readAgain(queries, ["/merchants"]);
  };
  const close = () => {
    onClose(made.current);
    made.current = undefined;
  };
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      title={t(merchant ? "merchants.edit" : "merchants.add")}
      initial={{ name: merchant?.name ?? "", is_active: merchant?.is_active ?? true }}
      submitText={t(merchant ? "action.save" : "merchants.addNext")}
      onSubmit={submit}
      onClose={close}
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

import { useQueryClient } from "@tanstack/react-query";
import { Form } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { client, dataOf, type Schema } from "../api/client";
import { ApiError } from "../api/errors";
import { readAgain } from "../api/resources";
import { Advanced } from "../ui/forms/Advanced";
import { FormDrawer } from "../ui/forms/FormDrawer";
import { AllowPrivateField, fieldsOf } from "../ui/forms/fields";
import { useNotices } from "../ui/useNotices";
import { type Merchant, reasonText } from "./types";

const { TextField } = fieldsOf("connections", "ConnectionCreate");

type Values = Omit<Schema<"ConnectionCreate">, "platform">;

// where it is the token that the store does not take; otherwise it is the address
const TOKEN_REASONS = ["bad_access_token", "access_denied", "missing_scopes"];

interface Props {
  isOpen: boolean;
  merchant: Merchant | undefined;
  onClose: () => void;
}

export function ConnectionDrawer({ isOpen, merchant, onClose }: Props) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queries = useQueryClient();
  const connection = merchant?.connections[0];
  const [saves, setSaves] = useState(0);
  const submit = async ({ api_base_url, ...rest }: Values) => {
    const path = { merchant_id: merchant?.id ?? "" };
    const body = { platform: "shopify" as const, ...rest, ...(api_base_url ? { api_base_url } : {}) };
    const saved = await dataOf(client.POST("/merchants/{merchant_id}/connections", { params: { path }, body }));
    const test = await tryConnection(path.merchant_id, saved.id);
    void readAgain(queries, ["/merchants"]);
    if (!test.ok) {
      setSaves((count) => count + 1);
      throw refusalOf(test);
    }
    notices.success(t("merchants.connected", { shop: test.shop_name ?? saved.shop_domain }));
  };
  /** It is saved, but of no use: said at the field that is to blame. */
  const refusalOf = ({ reason, message, missing_scopes }: Schema<"ConnectionTest">) => {
    const why = reasonText(reason, message, missing_scopes);
    const field = TOKEN_REASONS.includes(reason ?? "") ? "access_token" : "shop_domain";
    const errors = [{ field, message: t("merchants.savedButFails", { why }) }];
    return new ApiError(409, { code: "STORE_REFUSES", message: why, details: { errors } });
  };
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      title={t("merchants.connectTitle", { name: merchant?.name ?? "" })}
      initial={{ shop_domain: connection?.shop_domain ?? "", api_base_url: connection?.api_base_url ?? "" }}
      submitText={t("merchants.connect")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Saved saves={saves} />
      <TextField name="shop_domain" isRequired placeholder="my-shop.myshopify.com" autoFocus />
      <TextField name="access_token" isRequired isSecret />
      <Advanced names={["api_base_url", "allow_private"]}>
        <TextField name="api_base_url" placeholder="https://my-shop.myshopify.com" />
        <AllowPrivateField />
      </Advanced>
    </FormDrawer>
  );
}

/** What has been saved may be left without a question, whatever the store made of it. */
function Saved({ saves }: { saves: number }) {
  const form = Form.useFormInstance<Values>();
  useEffect(() => {
    if (saves === 0) return;
    form.setFields((Object.keys(form.getFieldsValue()) as (keyof Values)[]).map((name) => ({ name, touched: false })));
  }, [saves, form]);
  return null;
}

/** Asks the store who it is; what it said is kept with the connection. */
export function tryConnection(merchantId: string, connectionId: number): Promise<Schema<"ConnectionTest">> {
  const path = { merchant_id: merchantId, connection_id: connectionId };
  return dataOf(client.POST("/merchants/{merchant_id}/connections/{connection_id}/test", { params: { path } }));
}

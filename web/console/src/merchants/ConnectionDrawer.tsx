import { useQueryClient } from "@tanstack/react-query";
import { Collapse, Form, Input, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../api/http";
import { useCan } from "../auth/session";
import { FormDrawer } from "../ui/forms/FormDrawer";
import { useNotices } from "../ui/useNotices";
import type { Merchant } from "./types";

interface Values {
  shop_domain: string;
  access_token: string;
  api_base_url?: string;
  allow_private?: boolean;
}

interface Props {
  isOpen: boolean;
  merchant: Merchant | undefined;
  onClose: () => void;
}

export function ConnectionDrawer({ isOpen, merchant, onClose }: Props) {
  const { t } = useTranslation();
  const mayAllow = useCan()("private_networks.allow");
  const notices = useNotices();
  const queries = useQueryClient();
  const connection = merchant?.connections[0];
  const submit = async (values: Values) => {
    const { api_base_url, allow_private, ...rest } = values;
    await api.post(`/merchants/${merchant?.id}/connections`, {
      platform: "shopify",
      ...rest,
      ...(api_base_url ? { api_base_url } : {}),
      ...(allow_private ? { allow_private } : {}),
    });
    notices.success(t("merchants.connected"));
    void queries.invalidateQueries({ queryKey: ["merchants"] });
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
      <Form.Item
        name="shop_domain"
        label={t("merchants.domain")}
        extra={t("merchants.domainHint")}
        rules={[{ required: true, message: t("form.required") }]}
      >
        <Input placeholder="my-shop.myshopify.com" maxLength={260} autoFocus />
      </Form.Item>
      <Form.Item
        name="access_token"
        label={t("merchants.token")}
        extra={t("merchants.tokenHint")}
        rules={[{ required: true, message: t("form.required") }]}
      >
        <Input.Password autoComplete="off" maxLength={500} />
      </Form.Item>
      <Collapse
        ghost
        items={[
          {
            key: "advanced",
            label: t("form.advanced"),
            forceRender: true,
            children: (
              <>
                <Form.Item name="api_base_url" label={t("merchants.baseUrl")} extra={t("merchants.baseUrlHint")}>
                  <Input placeholder="https://my-shop.myshopify.com" maxLength={500} />
                </Form.Item>
                <Form.Item
                  name="allow_private"
                  label={t("form.allowPrivate")}
                  extra={t(mayAllow ? "form.allowPrivateHint" : "form.ownersOnly")}
                  valuePropName="checked"
                >
                  <Switch disabled={!mayAllow} />
                </Form.Item>
              </>
            ),
          },
        ]}
      />
    </FormDrawer>
  );
}

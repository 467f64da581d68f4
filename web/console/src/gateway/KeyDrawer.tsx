import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../api/http";
import { FormDrawer } from "../ui/FormDrawer";
import { useUpstreamOptions } from "./queries";

interface Values {
  upstream_id: number;
  name: string;
  key_value: string;
  weight: number;
}

export function KeyDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const upstreams = useUpstreamOptions();
  const required = [{ required: true, message: t("form.required") }];
  const submit = async (values: Values) => {
    await api.post("/api/admin/keys", values);
    void queries.invalidateQueries({ queryKey: ["upstream-keys"] });
    void queries.invalidateQueries({ queryKey: ["upstreams"] });
  };
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      title={t("gateway.addKey")}
      initial={{ weight: 1, ...(upstreams.length === 1 && upstreams[0] ? { upstream_id: upstreams[0].value } : {}) }}
      submitText={t("action.create")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="upstream_id" label={t("gateway.upstream")} rules={required}>
        <Select options={upstreams} />
      </Form.Item>
      <Form.Item name="name" label={t("gateway.name")} rules={required}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="key_value" label={t("gateway.secret")} extra={t("gateway.secretHint")} rules={required}>
        <Input.Password autoComplete="off" maxLength={4000} />
      </Form.Item>
      <Form.Item name="weight" label={t("gateway.weight")}>
        <InputNumber min={1} max={1_000_000} className="full" />
      </Form.Item>
    </FormDrawer>
  );
}

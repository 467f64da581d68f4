import { useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../api/http";
import { FormDrawer } from "../ui/FormDrawer";
import { useUpstreamOptions } from "./queries";

interface Values {
  upstream_id: number;
  text: string;
}

interface Imported {
  created: number;
  known: number;
  invalid: { line: number; message: string }[];
}

export function ImportDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const upstreams = useUpstreamOptions();
  const required = [{ required: true, message: t("form.required") }];
  const submit = async (values: Values) => {
    const { created, known, invalid } = await api.post<Imported>("/api/admin/keys/import", values);
    void message.success(t("gateway.imported", { count: created, known }));
    if (invalid.length > 0) {
      const lines = invalid.map(({ line, message: problem }) => `${line}: ${problem}`).join(" · ");
      void message.warning(t("gateway.notImported", { lines }), 10);
    }
    void queries.invalidateQueries({ queryKey: ["upstream-keys"] });
    void queries.invalidateQueries({ queryKey: ["upstreams"] });
  };
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      title={t("gateway.import")}
      initial={upstreams.length === 1 && upstreams[0] ? { upstream_id: upstreams[0].value } : {}}
      submitText={t("gateway.import")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="upstream_id" label={t("gateway.upstream")} rules={required}>
        <Select options={upstreams} />
      </Form.Item>
      <Form.Item name="text" label={t("gateway.importLines")} extra={t("gateway.importHint")} rules={required}>
        <Input.TextArea rows={12} className="mono" spellCheck={false} autoComplete="off" />
      </Form.Item>
    </FormDrawer>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../api/http";
import { FormDrawer } from "../ui/FormDrawer";
import { useUpstreamOptions } from "./queries";

interface Values {
  upstream_id: number;
  keys: string;
}

export interface ImportedKey {
  name: string;
  key_value: string;
}

/** One key a line: the secret alone, or "name,secret" or "name<TAB>secret". */
export function parseKeyLines(text: string): ImportedKey[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line, index) => {
      const cut = line.search(/[,\t]/);
      if (cut < 0) return { name: `key-${index + 1}`, key_value: line };
      return { name: line.slice(0, cut).trim(), key_value: line.slice(cut + 1).trim() };
    });
}

export function ImportDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const upstreams = useUpstreamOptions();
  const required = [{ required: true, message: t("form.required") }];
  const submit = async ({ upstream_id, keys }: Values) => {
    const parsed = parseKeyLines(keys);
    const answer = await api.post<{ created?: number; imported?: number }>("/api/admin/keys/import", {
      upstream_id,
      keys: parsed,
    });
    const count = answer?.created ?? answer?.imported ?? parsed.length;
    void message.success(t("gateway.imported", { count }));
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
      <Form.Item name="keys" label={t("gateway.importLines")} extra={t("gateway.importHint")} rules={required}>
        <Input.TextArea rows={12} className="mono" spellCheck={false} autoComplete="off" />
      </Form.Item>
    </FormDrawer>
  );
}

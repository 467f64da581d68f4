import { useQueryClient } from "@tanstack/react-query";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { client } from "../../api/client";
import { readAgain, readsOf } from "../../api/resources";
import { FormDrawer } from "../../ui/forms/FormDrawer";
import { fieldsOf } from "../../ui/forms/fields";
import { UPSTREAMS } from "../resources";
import type { Upstream } from "../types";

const { TextField } = fieldsOf("confirmation", "UpstreamConfirm");

/** An owner confirms with their password that keys may go to where an upstream points now. */
export function ConfirmDrawer({ upstream, onClose }: { upstream: Upstream | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const submit = async ({ password }: { password: string }) => {
    if (!upstream) return;
    const { id, base_url } = upstream;
    await client.POST("/api/admin/upstreams/{upstream_id}/confirm", {
      params: { path: { upstream_id: id } },
      body: { password, base_url },
    });
    void readAgain(queries, readsOf(UPSTREAMS));
  };
  return (
    <FormDrawer<{ password: string }>
      isOpen={upstream !== undefined}
      title={t("gateway.confirmTitle", { name: upstream?.name ?? "" })}
      initial={{ password: "" }}
      submitText={t("gateway.confirmAction")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Alert
        type="warning"
        showIcon
        className="form-alert"
        title={t("gateway.confirmHint", { count: upstream?.awaiting_keys ?? 0 })}
        description={<code>{upstream?.base_url}</code>}
      />
      <TextField name="password" isRequired isSecret autoFocus autoComplete="current-password" />
    </FormDrawer>
  );
}

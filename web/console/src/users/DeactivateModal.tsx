import { Alert, Checkbox, Modal, Spin } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { client, reads } from "../api/client";
import { useCan } from "../auth/session";
import { keepFocus } from "../ui/focus";
import { useAction } from "../ui/useAction";
import type { User } from "./types";

const SHOWN = 200;

/** Asks before somebody is deactivated, and what is to become of the client keys that they have made. */
export function DeactivateModal({ user, onClose }: { user: User | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const maySee = useCan()("keys.read");
  const { run, isBusy } = useAction(["/api/users", "/api/keys"]);
  const [isRevoking, setRevoking] = useState(true);
  const keys = reads.useQuery(
    "get",
    "/api/keys",
    { params: { query: { created_by: user?.id ?? "", limit: SHOWN } } },
    { enabled: user !== undefined && maySee },
  );
  useEffect(() => setRevoking(user !== undefined), [user]);
  const active = keys.data?.items.filter((key) => key.is_active) ?? [];
  const mayHaveMore = keys.isError || (keys.data?.total ?? 0) > SHOWN;
  const mayHaveKeys = active.length > 0 || mayHaveMore;
  const deactivate = async () => {
    if (!user) return;
    const body = { revoke_keys: mayHaveKeys && isRevoking };
    const done = t("users.deactivated", { name: user.name });
    const call = () => client.POST("/api/users/{user_id}/deactivate", { params: { path: { user_id: user.id } }, body });
    if (await run(call, done)) onClose();
  };
  return (
    <Modal
      open={user !== undefined}
      title={t("users.deactivate", { name: user?.name ?? "" })}
      okText={t("users.deactivateAction")}
      okButtonProps={{ danger: true, loading: isBusy, disabled: keys.isLoading }}
      cancelText={t("action.cancel")}
      onOk={() => void deactivate()}
      onCancel={onClose}
      afterClose={keepFocus}
      destroyOnHidden
    >
      <p>{t("users.deactivateHint")}</p>
      {keys.isLoading && <Spin />}
      {keys.isError && <Alert type="warning" showIcon title={t("users.keysUnknown")} className="form-alert" />}
      {mayHaveKeys && (
        <>
          {active.length > 0 && <p>{t("users.theirKeys", { count: active.length })}</p>}
          <ul>
            {active.map((key) => (
              <li key={key.id}>
                {key.name} <span className="soft mono">{key.prefix}…</span>
              </li>
            ))}
          </ul>
          <Checkbox checked={isRevoking} onChange={(event) => setRevoking(event.target.checked)}>
            {t("users.revokeKeys")}
          </Checkbox>
        </>
      )}
    </Modal>
  );
}

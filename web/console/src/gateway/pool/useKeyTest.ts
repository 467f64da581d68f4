import { App } from "antd";
import { useTranslation } from "react-i18next";
import { client, dataOf } from "../../api/client";
import { ActionFailed } from "../../api/errors";
import { readsOf } from "../../api/resources";
import { useAction } from "../../ui/useAction";
import { detailOf } from "../queries";
import { KEYS } from "../resources";
import type { UpstreamKey } from "./types";

/** Tries a key out and says what came of it; one that answers although it is out may be enabled at once. */
export function useKeyTest(): (key: UpstreamKey) => void {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const { run } = useAction(readsOf(KEYS));
  const enable = (key: UpstreamKey) =>
    run(
      () => client.POST("/api/admin/keys/bulk", { body: { action: "enable", ids: [key.id] } }),
      t("pool.enabledAgain", { name: key.name }),
    );
  return (key) =>
    void run(async () => {
      const call = client.POST("/api/admin/keys/{key_id}/test", { params: { path: { key_id: key.id } } });
      const outcome = await dataOf(call);
      const words = { name: key.name, detail: detailOf(outcome) };
      if (!outcome.ok) throw new ActionFailed(t("pool.testFailed", words));
      const title = t("gateway.testOk", words);
      const { state } = key;
      if (state === "active" || state === "exhausted" || state === "awaiting") return title;
      modal.confirm({
        title,
        content: t(`pool.answersThough.${state}`),
        okText: t("pool.enable"),
        cancelText: t("pool.leaveIt"),
        onOk: () => enable(key),
      });
      return undefined;
    });
}

import { App } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../../api/http";
import { ActionFailed, useAction } from "../../ui/useAction";
import { useNotices } from "../../ui/useNotices";
import type { UpstreamKey } from "./types";

interface Outcome {
  ok: boolean;
  status: number | null;
  latency_ms: number;
  message: string;
}

/** Tries a key out and says what came of it; one that answers although it is out may be enabled at once. */
export function useKeyTest(): (key: UpstreamKey) => void {
  const { t } = useTranslation();
  const notices = useNotices();
  const { modal } = App.useApp();
  const { run } = useAction(["upstream-keys", "upstreams"]);
  const enable = (key: UpstreamKey) =>
    run(
      () => api.post("/api/admin/keys/bulk", { action: "enable", ids: [key.id] }),
      t("pool.enabledAgain", { name: key.name }),
    );
  const say = (key: UpstreamKey, outcome: Outcome) => {
    const detail = outcome.ok ? `${outcome.status} · ${outcome.latency_ms} ms` : outcome.message;
    const { state } = key;
    if (!outcome.ok) throw new ActionFailed(t("pool.testFailed", { name: key.name, detail }));
    else if (state === "active" || state === "exhausted" || state === "awaiting")
      notices.success(t("gateway.testOk", { name: key.name, detail }));
    else
      modal.confirm({
        title: t("gateway.testOk", { name: key.name, detail }),
        content: t(`pool.answersThough.${state}`),
        okText: t("pool.enable"),
        cancelText: t("pool.leaveIt"),
        onOk: () => enable(key),
      });
  };
  return (key) => void run(async () => say(key, await api.post<Outcome>(`/api/admin/keys/${key.id}/test`)));
}

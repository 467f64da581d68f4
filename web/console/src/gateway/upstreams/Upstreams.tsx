import { ApiOutlined, ImportOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Switch, type TableProps, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatExact } from "../../../shared/format";
import { api } from "../api/http";
import { useCan } from "../auth/session";
import { usePreferences } from "../preferences/store";
import { EmptyState } from "../ui/EmptyState";
import { ListTable } from "../ui/list/ListTable";
import { RowMenu } from "../ui/RowMenu";
import { Status } from "../ui/Status";
import { ActionFailed, useAction } from "../ui/useAction";
import { useConfirm } from "../ui/useConfirm";
import { useNotices } from "../ui/useNotices";
import { ConfirmDrawer } from "./ConfirmDrawer";
import { LiteLlmDrawer } from "./moving/LiteLlmDrawer";
import { useUnserved, useUpstreams } from "./queries";
import type { Upstream } from "./types";
import { UpstreamDrawer } from "./UpstreamDrawer";

interface TestOutcome {
  ok: boolean;
  status: number | null;
  latency_ms: number;
  message: string;
}

/** That an upstream is not asked for a while, and why. */
function Held({ upstream: { held_until, held_reason } }: { upstream: Upstream }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  if (!held_until || Date.parse(held_until) <= Date.now()) return null;
  return (
    <div>
      <Status tone="bad">{t("pool.heldUntil", { time: formatExact(held_until, language) })}</Status>
      <div className="soft">{held_reason}</div>
    </div>
  );
}

/** That keys rest because the address changed after they were given, and what ends it. */
function Awaiting({ upstream, onConfirm }: { upstream: Upstream; onConfirm: (() => void) | undefined }) {
  const { t } = useTranslation();
  if (!upstream.awaiting_keys) return null;
  return (
    <div>
      <Status tone="bad">{t("gateway.awaiting", { count: upstream.awaiting_keys })}</Status>
      <div className="soft">{t("gateway.awaitingHint")}</div>
      {onConfirm && (
        <Button size="small" onClick={onConfirm}>
          {t("gateway.confirmAction")}
        </Button>
      )}
    </div>
  );
}

/** That the gateway leaves an upstream out, because what is stored of it cannot be read. */
function Unserved({ reason }: { reason: string | undefined }) {
  const { t } = useTranslation();
  if (!reason) return null;
  return (
    <div>
      <Status tone="bad">{t("gateway.unserved")}</Status>
      <div className="soft">{t("gateway.unservedHint", { reason })}</div>
    </div>
  );
}

export function Upstreams() {
  const { t } = useTranslation();
  const notices = useNotices();
  const can = useCan();
  const mayWrite = can("gateway.write");
  const mayConfirm = can("secrets.confirm");
  const list = useUpstreams();
  const unserved = useUnserved("upstream");
  const confirm = useConfirm();
  const { run } = useAction(["upstreams"]);
  const [edited, setEdited] = useState<Upstream | "new">();
  const [confirmed, setConfirmed] = useState<Upstream>();
  const [isMoving, setMoving] = useState(false);

  const test = (upstream: Upstream) =>
    run(async () => {
      const outcome = await api.post<TestOutcome>(`/api/admin/upstreams/${upstream.id}/test`);
      const detail = outcome.ok ? `${outcome.status} · ${outcome.latency_ms} ms` : outcome.message;
      if (outcome.ok) notices.success(t("gateway.testOk", { name: upstream.name, detail }));
      else throw new ActionFailed(t("gateway.testFailed", { name: upstream.name, detail }));
    });
  const remove = (upstream: Upstream) =>
    confirm(
      t("gateway.deleteUpstream", { name: upstream.name }),
      t("gateway.deleteUpstreamHint"),
      t("action.delete"),
      () => run(() => api.delete(`/api/admin/upstreams/${upstream.id}`), t("list.deleted", { name: upstream.name })),
    );
  const enable = (upstream: Upstream, enabled: boolean) =>
    void run(() => api.patch(`/api/admin/upstreams/${upstream.id}`, { enabled }));

  const columns: TableProps<Upstream>["columns"] = [
    {
      title: t("gateway.name"),
      key: "name",
      render: (_, upstream) => (
        <>
          <span className="cell-title">{upstream.name}</span>
          <span className="soft small">{upstream.base_url}</span>
          {upstream.tags.length > 0 && (
            <div>
              {upstream.tags.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </div>
          )}
          <Unserved reason={unserved.get(upstream.id)} />
          <Held upstream={upstream} />
          <Awaiting upstream={upstream} onConfirm={mayConfirm ? () => setConfirmed(upstream) : undefined} />
        </>
      ),
    },
    { title: t("gateway.strategy"), key: "strategy", render: (_, { strategy }) => t(`gateway.strategies.${strategy}`) },
    {
      title: t("gateway.keys"),
      key: "keys",
      align: "right",
      render: (_, { keys }) => `${keys.active} / ${keys.active + keys.disabled + keys.banned}`,
    },
    {
      title: t("gateway.enabled"),
      key: "enabled",
      render: (_, upstream) => (
        <Switch
          size="small"
          aria-label={`${t("gateway.enabled")}: ${upstream.name}`}
          checked={upstream.enabled}
          disabled={!mayWrite}
          onChange={(isOn) => enable(upstream, isOn)}
        />
      ),
    },
    {
      key: "actions",
      align: "right",
      render: (_, upstream) => (
        <span className="nowrap">
          <Button size="small" disabled={!mayWrite} onClick={() => void test(upstream)}>
            {t("gateway.test")}
          </Button>{" "}
          <RowMenu
            name={upstream.name}
            items={[
              { key: "edit", label: t("action.edit"), disabled: !mayWrite, onClick: () => setEdited(upstream) },
              {
                key: "delete",
                label: t("action.delete"),
                danger: true,
                disabled: !mayWrite,
                onClick: () => remove(upstream),
              },
            ]}
          />
        </span>
      ),
    },
  ];
  const add = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited("new")}>
      {t("gateway.addUpstream")}
    </Button>
  );
  const move = mayWrite && (
    <Button icon={<ImportOutlined />} onClick={() => setMoving(true)}>
      {t("moving.open")}
    </Button>
  );
  return (
    <>
      {(list.data?.items.length ?? 0) > 0 && (
        <div className="filters">
          {add}
          {move}
        </div>
      )}
      <ListTable
        label={t("gateway.upstreams")}
        items={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        rowKey="id"
        columns={columns}
        empty={
          <EmptyState icon={<ApiOutlined />} title={t("gateway.noUpstreams")} hint={t("gateway.noUpstreamsHint")}>
            {add} {move}
          </EmptyState>
        }
      />
      <UpstreamDrawer
        isOpen={edited !== undefined}
        upstream={edited === "new" ? undefined : edited}
        onClose={() => setEdited(undefined)}
      />
      <ConfirmDrawer upstream={confirmed} onClose={() => setConfirmed(undefined)} />
      <LiteLlmDrawer isOpen={isMoving} onClose={() => setMoving(false)} />
    </>
  );
}

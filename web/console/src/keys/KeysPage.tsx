import { KeyOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Switch, type TableProps, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Page as ApiPage, api } from "../api/http";
import { useCan } from "../auth/session";
import { EmptyState } from "../ui/EmptyState";
import { ListTable } from "../ui/list/ListTable";
import { Page } from "../ui/Page";
import { RowMenu } from "../ui/RowMenu";
import { Time } from "../ui/Time";
import { useAction } from "../ui/useAction";
import { useAddress } from "../ui/useAddress";
import { useConfirm } from "../ui/useConfirm";
import { BudgetBar } from "./BudgetBar";
import { BudgetDrawer } from "./BudgetDrawer";
import { KeyDrawer } from "./KeyDrawer";
import { SecretModal } from "./SecretModal";
import type { ClientKey, CreatedKey } from "./types";

const PAGE_SIZE = 50;

export function KeysPage() {
  const { t } = useTranslation();
  const mayWrite = useCan()("keys.write");
  const { page, set } = useAddress([] as const);
  const confirm = useConfirm();
  const { run } = useAction(["client-keys"]);
  const [isAdding, setAdding] = useState(false);
  const [budgeting, setBudgeting] = useState<ClientKey>();
  const [created, setCreated] = useState<CreatedKey>();
  const offset = (page - 1) * PAGE_SIZE;
  const list = useQuery({
    queryKey: ["client-keys", offset],
    queryFn: ({ signal }) => api.get<ApiPage<ClientKey>>("/api/keys", { limit: PAGE_SIZE, offset }, signal),
  });
  const rotate = (key: ClientKey) =>
    confirm(t("keys.rotate", { name: key.name }), t("keys.rotateHint"), t("keys.rotateAction"), () =>
      run(async () => setCreated(await api.post<CreatedKey>(`/api/keys/${key.id}/rotate`))),
    );
  const remove = (key: ClientKey) =>
    confirm(t("keys.delete", { name: key.name }), t("keys.deleteHint"), t("action.delete"), () =>
      run(() => api.delete(`/api/keys/${key.id}`), t("list.deleted", { name: key.name })),
    );
  const columns: TableProps<ClientKey>["columns"] = [
    {
      title: t("keys.name"),
      key: "name",
      render: (_, key) => (
        <>
          <span className="cell-title">{key.name}</span>
          <span className="soft mono">{key.prefix}…</span>
        </>
      ),
    },
    {
      title: t("keys.scopes"),
      key: "scopes",
      render: (_, { scopes }) => scopes.map((scope) => <Tag key={scope}>{t(`keys.scope.${scope}`)}</Tag>),
    },
    {
      title: t("keys.limits"),
      key: "limits",
      render: (_, key) => (
        <>
          {key.rate_limit_per_minute ? t("keys.rate", { limit: key.rate_limit_per_minute }) : t("keys.defaultLimit")}
          <BudgetBar of={key} />
        </>
      ),
    },
    {
      title: t("keys.createdBy"),
      key: "createdBy",
      render: (_, { created_by }) => (
        <>
          {created_by?.name ?? "—"}
          {created_by && !created_by.is_active && <div className="soft small">{t("users.inactive")}</div>}
        </>
      ),
    },
    {
      title: t("keys.expires"),
      key: "expires",
      render: (_, key) => <Time value={key.expires_at} fallback={t("keys.never")} />,
    },
    {
      title: t("keys.lastUsed"),
      key: "used",
      render: (_, key) => <Time value={key.last_used_at} fallback={t("keys.unused")} />,
    },
    {
      title: t("keys.enabled"),
      key: "enabled",
      render: (_, key) => (
        <Switch
          size="small"
          aria-label={`${t("keys.enabled")}: ${key.name}`}
          checked={key.is_active}
          disabled={!mayWrite}
          onChange={(is_active) => void run(() => api.patch(`/api/keys/${key.id}`, { is_active }))}
        />
      ),
    },
    {
      key: "actions",
      align: "right",
      render: (_, key) => (
        <RowMenu
          name={key.name}
          items={[
            { key: "budget", label: t("keys.budgetAction"), disabled: !mayWrite, onClick: () => setBudgeting(key) },
            { key: "rotate", label: t("keys.rotateAction"), disabled: !mayWrite, onClick: () => rotate(key) },
            { key: "delete", label: t("action.delete"), danger: true, disabled: !mayWrite, onClick: () => remove(key) },
          ]}
        />
      ),
    },
  ];
  const add = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t("keys.add")}
    </Button>
  );
  return (
    <Page title={t("nav.keys")} description={t("keys.description")} actions={add}>
      <ListTable
        label={t("nav.keys")}
        items={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        rowKey="id"
        columns={columns}
        total={list.data?.total ?? 0}
        page={page}
        pageSize={PAGE_SIZE}
        onPage={(next) => set({ page: String(next) })}
        empty={
          <EmptyState icon={<KeyOutlined />} title={t("keys.empty")} hint={t("keys.emptyHint")}>
            {add}
          </EmptyState>
        }
      />
      <KeyDrawer isOpen={isAdding} onClose={() => setAdding(false)} onCreated={setCreated} />
      <BudgetDrawer edited={budgeting} onClose={() => setBudgeting(undefined)} />
      <SecretModal created={created} onClose={() => setCreated(undefined)} />
    </Page>
  );
}

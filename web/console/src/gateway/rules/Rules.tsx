import { PlusOutlined, ThunderboltOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Switch, type TableProps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Page } from "../../api/http";
import { useCan } from "../../auth/session";
import { EmptyState } from "../../ui/EmptyState";
import { ListTable } from "../../ui/ListTable";
import { RowMenu } from "../../ui/RowMenu";
import { useAction } from "../../ui/useAction";
import { useAddress } from "../../ui/useAddress";
import { useConfirm } from "../../ui/useConfirm";
import { useUpstreamOptions } from "../queries";
import { RuleDrawer } from "./RuleDrawer";
import { ruleText } from "./sentence";
import type { Rule } from "./types";

const PAGE_SIZE = 50;

export function Rules() {
  const { t } = useTranslation();
  const mayWrite = useCan()("gateway.write");
  const upstreams = useUpstreamOptions();
  const { set, page } = useAddress([] as const);
  const [edited, setEdited] = useState<Rule | "new">();
  const confirm = useConfirm();
  const { run } = useAction(["rules"]);
  const offset = (page - 1) * PAGE_SIZE;
  const list = useQuery({
    queryKey: ["rules", offset],
    queryFn: ({ signal }) => api.get<Page<Rule>>("/api/admin/rules", { limit: PAGE_SIZE, offset }, signal),
  });
  const nameOf = (id: number) => upstreams.find(({ value }) => value === id)?.label ?? String(id);
  const remove = (rule: Rule) =>
    confirm(t("rules.delete", { name: rule.name }), t("rules.deleteHint"), t("action.delete"), () =>
      run(() => api.delete(`/api/admin/rules/${rule.id}`), t("list.deleted", { name: rule.name })),
    );

  const columns: TableProps<Rule>["columns"] = [
    { title: t("rules.priority"), dataIndex: "priority", align: "right", width: 80 },
    {
      title: t("gateway.name"),
      key: "name",
      render: (_, rule) => (
        <>
          <span className="cell-title">{rule.name}</span>
          <span className="soft">{rule.upstream_id ? nameOf(rule.upstream_id) : t("rules.allUpstreams")}</span>
        </>
      ),
    },
    {
      title: t("rules.what"),
      key: "what",
      render: (_, rule) => <span className="rule-cell">{ruleText(t, rule)}</span>,
    },
    {
      title: t("gateway.enabled"),
      key: "enabled",
      render: (_, rule) => (
        <Switch
          size="small"
          aria-label={`${t("gateway.enabled")}: ${rule.name}`}
          checked={rule.enabled}
          disabled={!mayWrite}
          onChange={(enabled) => void run(() => api.patch(`/api/admin/rules/${rule.id}`, { enabled }))}
        />
      ),
    },
    {
      key: "actions",
      align: "right",
      render: (_, rule) => (
        <RowMenu
          name={rule.name}
          items={[
            { key: "edit", label: t("action.edit"), disabled: !mayWrite, onClick: () => setEdited(rule) },
            {
              key: "delete",
              label: t("action.delete"),
              danger: true,
              disabled: !mayWrite,
              onClick: () => remove(rule),
            },
          ]}
        />
      ),
    },
  ];
  const add = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited("new")}>
      {t("rules.add")}
    </Button>
  );
  return (
    <>
      {(list.data?.total ?? 0) > 0 && <div className="filters">{add}</div>}
      <ListTable
        label={t("rules.title")}
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
          <EmptyState icon={<ThunderboltOutlined />} title={t("rules.none")} hint={t("rules.noneHint")}>
            {add}
          </EmptyState>
        }
      />
      <RuleDrawer
        isOpen={edited !== undefined}
        rule={edited === "new" ? undefined : edited}
        onClose={() => setEdited(undefined)}
      />
    </>
  );
}

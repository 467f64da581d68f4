import { BranchesOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Switch, type TableProps, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Page } from "../api/http";
import { useCan } from "../auth/session";
import { EmptyState } from "../ui/EmptyState";
import { ListTable } from "../ui/list/ListTable";
import { RowMenu } from "../ui/RowMenu";
import { useAction } from "../ui/useAction";
import { useConfirm } from "../ui/useConfirm";
import { useUpstreamOptions } from "./queries";
import { RouteDrawer } from "./RouteDrawer";
import type { Route, RouteTarget } from "./types";

export function Routes() {
  const { t } = useTranslation();
  const mayWrite = useCan()("gateway.write");
  const upstreams = useUpstreamOptions();
  const [edited, setEdited] = useState<Route | "new">();
  const confirm = useConfirm();
  const { run } = useAction(["routes"]);
  const list = useQuery({
    queryKey: ["routes"],
    queryFn: ({ signal }) => api.get<Page<Route>>("/api/admin/routes", { limit: 200 }, signal),
  });
  const describe = (target: RouteTarget) => {
    const name = upstreams.find(({ value }) => value === target.upstream_id)?.label ?? String(target.upstream_id);
    return target.model ? `${name} / ${target.model}` : name;
  };
  const tags = (targets: RouteTarget[] | null | undefined) =>
    targets && targets.length > 0
      ? targets.map((target) => (
          <Tag key={`${target.upstream_id}/${target.model ?? ""}`}>
            {describe(target)}
            {target.weight != null && targets.length > 1 && <span className="soft"> × {target.weight}</span>}
          </Tag>
        ))
      : "–";
  const remove = (route: Route) =>
    confirm(t("gateway.deleteRoute", { name: route.model }), t("gateway.deleteRouteHint"), t("action.delete"), () =>
      run(() => api.delete(`/api/admin/routes/${route.id}`), t("list.deleted", { name: route.model })),
    );

  const columns: TableProps<Route>["columns"] = [
    { title: t("gateway.model"), dataIndex: "model", className: "mono" },
    { title: t("gateway.targets"), key: "targets", render: (_, route) => tags(route.targets) },
    { title: t("gateway.fallbacks"), key: "fallbacks", render: (_, route) => tags(route.fallbacks) },
    {
      title: t("gateway.enabled"),
      key: "enabled",
      render: (_, route) => (
        <Switch
          size="small"
          aria-label={`${t("gateway.enabled")}: ${route.model}`}
          checked={route.enabled}
          disabled={!mayWrite}
          onChange={(enabled) => void run(() => api.patch(`/api/admin/routes/${route.id}`, { enabled }))}
        />
      ),
    },
    {
      key: "actions",
      align: "right",
      render: (_, route) => (
        <RowMenu
          name={route.model}
          items={[
            { key: "edit", label: t("action.edit"), disabled: !mayWrite, onClick: () => setEdited(route) },
            {
              key: "delete",
              label: t("action.delete"),
              danger: true,
              disabled: !mayWrite,
              onClick: () => remove(route),
            },
          ]}
        />
      ),
    },
  ];
  const add = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited("new")}>
      {t("gateway.addRoute")}
    </Button>
  );
  return (
    <>
      {(list.data?.items.length ?? 0) > 0 && <div className="filters">{add}</div>}
      <ListTable
        label={t("gateway.routes")}
        items={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        rowKey="id"
        columns={columns}
        empty={
          <EmptyState icon={<BranchesOutlined />} title={t("gateway.noRoutes")} hint={t("gateway.noRoutesHint")}>
            {add}
          </EmptyState>
        }
      />
      <RouteDrawer
        isOpen={edited !== undefined}
        route={edited === "new" ? undefined : edited}
        onClose={() => setEdited(undefined)}
      />
    </>
  );
}

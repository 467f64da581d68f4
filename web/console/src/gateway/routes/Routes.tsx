import { BranchesOutlined } from "@ant-design/icons";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { useCan } from "../../auth/session";
import { actionsColumn, type Columns, enabledColumn } from "../../ui/list/columns";
import { ResourceList } from "../../ui/list/ResourceList";
import { useResource } from "../../ui/list/useResource";
import { TextFilter } from "../../ui/TextFilter";
import { useAddress } from "../../ui/useAddress";
import { useUpstreamNames } from "../queries";
import { ROUTES } from "../resources";
import type { Route } from "../types";
import { RouteDrawer } from "./RouteDrawer";

const nameOf = ({ model }: Route) => model;

export function Routes() {
  const { t } = useTranslation();
  const mayWrite = useCan()("gateway.write");
  const { values, set } = useAddress(["q"] as const);
  const { list, opened, change, remove } = useResource(ROUTES, { filters: values });
  const columns: Columns<Route> = [
    { title: t("gateway.model"), key: "model", render: (_, { model }) => <span className="mono">{model}</span> },
    { title: t("gateway.targets"), key: "targets", render: (_, { targets }) => <Targets of={targets} /> },
    { title: t("gateway.fallbacks"), key: "fallbacks", render: (_, { fallbacks }) => <Targets of={fallbacks} /> },
    enabledColumn({
      mayWrite,
      nameOf,
      isOn: ({ enabled }) => enabled,
      onSwitch: (route, enabled) => change(route, { enabled }),
    }),
    actionsColumn(nameOf, [
      { key: "edit", label: t("action.edit"), isOff: !mayWrite, onClick: opened.open },
      {
        key: "delete",
        label: t("action.delete"),
        isDanger: true,
        isOff: !mayWrite,
        onClick: (row) =>
          remove(row, row.model, t("gateway.deleteRoute", { name: row.model }), t("gateway.deleteRouteHint")),
      },
    ]),
  ];
  return (
    <ResourceList
      list={list}
      opened={opened}
      columns={columns}
      mayWrite={mayWrite}
      icon={<BranchesOutlined />}
      words={{
        label: t("gateway.routes"),
        add: t("gateway.addRoute"),
        none: t("gateway.noRoutes"),
        noneHint: t("gateway.noRoutesHint"),
      }}
      filters={<TextFilter label={t("gateway.searchModel")} value={values.q} onChange={(q) => set({ q })} />}
      isFiltered={values.q !== ""}
      form={(route, isOpen, close) => <RouteDrawer isOpen={isOpen} route={route} onClose={close} />}
    />
  );
}

/** Where requests go; by weight where there are several. */
function Targets({ of: targets }: { of: (Route["fallbacks"][number] & { weight?: number })[] }) {
  const nameOfUpstream = useUpstreamNames();
  if (targets.length === 0) return "–";
  return targets.map(({ upstream_id, model, weight }) => (
    <Tag key={`${upstream_id}/${model ?? ""}`}>
      {model ? `${nameOfUpstream(upstream_id)} / ${model}` : nameOfUpstream(upstream_id)}
      {weight !== undefined && targets.length > 1 && <span className="soft"> × {weight}</span>}
    </Tag>
  ));
}

import { BranchesOutlined } from "@ant-design/icons";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { type Columns, column } from "../../ui/list/columns";
import { ResourceList } from "../../ui/list/ResourceList";
import { useResource } from "../../ui/list/useResource";
import { useUpstreamNames } from "../queries";
import { ROUTES } from "../resources";
import type { Route } from "../types";
import { RouteDrawer } from "./RouteDrawer";

export function Routes() {
  const { t } = useTranslation();
  const columns: Columns<Route> = [
    column(t("gateway.model"), ({ model }) => <span className="mono">{model}</span>),
    column(t("gateway.targets"), ({ targets }) => <Targets of={targets} />),
    column(t("gateway.fallbacks"), ({ fallbacks }) => <Targets of={fallbacks} />),
  ];
  return (
    <ResourceList
      of={useResource(ROUTES)}
      label={t("gateway.routes")}
      icon={<BranchesOutlined />}
      columns={columns}
      form={(props) => <RouteDrawer {...props} />}
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

import { DeploymentUnitOutlined } from "@ant-design/icons";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { formatNumber } from "../../format";
import { ChoiceFilter } from "../../ui/filters";
import { type Columns, column, nameColumn, numberColumn } from "../../ui/list/columns";
import { NamedFilter } from "../../ui/list/NamedFilter";
import { ResourceList } from "../../ui/list/ResourceList";
import { useResource } from "../../ui/list/useResource";
import { Page } from "../../ui/Page";
import { Time } from "../../ui/Time";
import { useAddress } from "../../ui/useAddress";
import { DEPLOYMENTS, type Deployment, isOfModel, MODELS } from "../resources";
import { DeploymentDrawer } from "./DeploymentDrawer";
import { DeploymentStatus, liveInstead, trafficWords, useDeploymentActions } from "./state";

const KINDS = ["model", "route"] as const;
const REFRESH_MS = 3000;

export function DeploymentsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { values, field, isFiltered } = useAddress(["model", "kind"]);
  const filters = { ...values, kind: KINDS.find((kind) => kind === values.kind) };
  const columns: Columns<Deployment> = [
    nameColumn(t("model.name"), DEPLOYMENTS.nameOf),
    column(t("deployment.state"), (deployment) => <DeploymentStatus of={deployment} />),
    column(t("deployment.serve"), (deployment) => (
      <>
        <Served of={deployment} /> {deployment.kind === "route" && <Tag>{t("deployment.kind.route")}</Tag>}
      </>
    )),
    column(t("deployment.traffic"), (deployment) => <Serves of={deployment} />),
    numberColumn(t("deployment.replicas"), replicasOf),
    column(t("model.updated"), ({ updated_at }) => <Time value={updated_at} />),
  ];
  return (
    <Page title={t("nav.deployments")} description={t("deployment.description")}>
      <ResourceList
        of={useResource(DEPLOYMENTS, { filters, refetchInterval: REFRESH_MS })}
        label={t("nav.deployments")}
        icon={<DeploymentUnitOutlined />}
        columns={columns}
        rowActions={useDeploymentActions()}
        filters={
          <>
            <ChoiceFilter
              label={t("field.deployments.kind")}
              {...field("kind")}
              options={KINDS.map((value) => ({ value, label: t(`deployment.kind.${value}`) }))}
            />
            <NamedFilter of={MODELS} label={t("deployment.model")} {...field("model")} />
          </>
        }
        isFiltered={isFiltered}
        isEditable={isOfModel}
        onOpen={({ id }) => void navigate(`/deployments/${id}`)}
        form={(props) => <DeploymentDrawer {...props} />}
      />
    </Page>
  );
}

/** The model, or the route, with the way there. */
export function Served({ of: { model, route, route_id } }: { of: Deployment }) {
  if (model !== null) return <Link to={`/models/${model}`}>{model}</Link>;
  return <Link to={`/gateway/routes?open=${route_id}`}>{route}</Link>;
}

/** The alias that it follows, and what that comes to; where that cannot be, what is live instead. */
export function Serves({ of: deployment }: { of: Deployment }) {
  const { t } = useTranslation();
  const { alias, traffic } = deployment;
  const wished = trafficWords(traffic);
  const live = liveInstead(deployment);
  if (traffic.length === 0) return "–";
  return (
    <>
      {alias && <Tag>{alias}</Tag>}
      {live.length > 0 ? t("deployment.wished", { traffic: wished }) : wished}
      {live.length > 0 && <div className="soft">{t("deployment.liveInstead", { traffic: trafficWords(live) })}</div>}
    </>
  );
}

/** How many answer, of how many that are wanted. */
export function replicasOf({ kind, live, replicas, traffic }: Deployment): string {
  if (kind === "route") return "–";
  const ready = live.reduce((sum, version) => sum + version.replicas, 0);
  return `${formatNumber(ready)} / ${formatNumber(replicas * traffic.length)}`;
}

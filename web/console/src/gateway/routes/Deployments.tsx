import { App } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { reads, type Schema } from "../../api/client";
import { useCan } from "../../auth/session";
import type { Route } from "../resources";

type Deployment = Pick<Schema<"DeploymentOut">, "id" | "name">;

/** The deployments of each route, as far as this person may see them: those read last, and those there are now. */
export function useDeployments() {
  const init = { params: { query: { kind: "route" as const, limit: 200 } } };
  const enabled = useCan()("models.read");
  const { data, refetch } = reads.useQuery("get", "/api/deployments", init, { enabled });
  const among = (all: typeof data, { id }: Route): Deployment[] =>
    all?.items.filter(({ route_id }) => route_id === id) ?? [];
  return {
    of: (route: Route) => among(data, route),
    ofNow: async (route: Route) => (enabled ? among((await refetch()).data, route) : []),
  };
}

/** Each with the way to it. */
export function Deployments({ of: deployments, onLeave }: { of: Deployment[]; onLeave?: () => void }) {
  if (deployments.length === 0) return "–";
  return deployments.map(({ id, name }, place) => (
    <span key={id}>
      {place > 0 && ", "}
      <Link to={`/deployments/${id}`} onClick={onLeave}>
        {name}
      </Link>
    </span>
  ));
}

/** Says what must go before a route does. */
export function useDeployedNotice() {
  const { modal } = App.useApp();
  const { t } = useTranslation();
  return ({ model }: Route, deployments: Deployment[]) => {
    const notice = modal.info({
      title: t("gateway.routeDeployed", { name: model }),
      content: (
        <>
          <p>{t("gateway.routeDeployedHint")}</p>
          <Deployments of={deployments} onLeave={() => notice.destroy()} />
        </>
      ),
    });
  };
}

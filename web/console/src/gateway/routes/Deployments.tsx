import { Link } from "react-router";
import { reads, type Schema } from "../../api/client";
import { useCan } from "../../auth/session";
import type { Route } from "../resources";

type Deployment = Pick<Schema<"DeploymentOut">, "id" | "name">;

/** The deployments of each route, as far as this person may see them. */
export function useDeployments(): (route: Route) => Deployment[] {
  const init = { params: { query: { kind: "route" as const, limit: 200 } } };
  const { data } = reads.useQuery("get", "/api/deployments", init, { enabled: useCan()("models.read") });
  return ({ id }) => data?.items.filter(({ route_id }) => route_id === id) ?? [];
}

/** Each with the way to it. */
export function Deployments({ of: deployments }: { of: Deployment[] }) {
  if (deployments.length === 0) return "–";
  return deployments.map(({ id, name }, place) => (
    <span key={id}>
      {place > 0 && ", "}
      <Link to={`/deployments/${id}`}>{name}</Link>
    </span>
  ));
}

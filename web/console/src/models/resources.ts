/** Models and deployments as people make, change and delete them, and what they hold in words. */
import { t } from "i18next";
import { client, dataOf, type Schema } from "../api/client";
import { resource } from "../api/resources";
import type { Keeper } from "../ui/useKept";

const NAMED = { permission: "models.write", nameOf: ({ name }: { name: string }) => name } as const;

export const DEPLOYMENTS = resource("/api/deployments", "/api/deployments/{deployment_id}", {
  ...NAMED,
  words: "deployments",
  searchedBy: "gateway.search",
  also: ["/api/models"],
  deleteHint: ({ kind }) => t(kind === "route" ? "deployment.deleteRouteHint" : "resource.deployments.deleteHint"),
  lost: ({ batches }) => (batches > 0 ? t("inferenceBatch.goWith", { count: batches }) : undefined),
});

export const MODELS = resource("/api/models", "/api/models/{name}", {
  ...NAMED,
  words: "models",
  searchedBy: "list.search",
  keptBy: ({ name }) => keepersOf(name),
});

/** The aliases and deployments of a model, or those that keep one version of it. */
export async function keepersOf(model: string, version?: number): Promise<Keeper[]> {
  const [{ aliases }, deployments] = await Promise.all([
    dataOf(client.GET("/api/models/{name}", { params: { path: { name: model } } })),
    deploymentsOf(model),
  ]);
  const isKept = (one: number) => version === undefined || one === version;
  const pointing = Object.entries(aliases).filter(([, to]) => isKept(to));
  const serving = deployments.filter((one) => version === undefined || versionsOf(one).some(isKept));
  return [
    ...pointing.map(([alias, to]) => ({
      name: t("model.keptByAlias", { alias, to }),
      to: `/models/${model}?open=${to}`,
    })),
    ...serving.map(keeperOf),
  ];
}

/** Those that a deployment is to serve, may go back to, or that still answer as what is to come has not been loaded. */
function versionsOf({ status, traffic, previous_traffic, live }: Deployment): number[] {
  const answering = status === "stopped" || status === "draining" ? [] : live.filter(({ weight }) => weight > 0);
  return [...traffic, ...previous_traffic, ...answering].map(({ version }) => version);
}

/** The deployments that follow an alias. */
export const followersOf = async (model: string, alias: string): Promise<Keeper[]> =>
  (await deploymentsOf(model)).filter((deployment) => deployment.alias === alias).map(keeperOf);

const deploymentsOf = async (model: string) =>
  (await dataOf(client.GET("/api/deployments", { params: { query: { model, limit: 200 } } }))).items;

const keeperOf = ({ id, name }: Deployment): Keeper => ({
  name: t("model.keptByDeployment", { name }),
  to: `/deployments/${id}`,
});

export type Model = Schema<"ModelOut">;
export type Version = Schema<"VersionOut">;
export type VersionSummary = Schema<"VersionSummary">;
export type Tensor = Schema<"TensorOut">;
export type Deployment = Schema<"DeploymentOut">;

/** One that serves versions of a model, and no route. */
export type ModelDeployment = Deployment & { model: string };

export const isOfModel = (deployment: Deployment): deployment is ModelDeployment => deployment.model !== null;

/** "FP32 [?, 3]": a size that is free is a question mark. */
export function tensorWords({ datatype, shape }: Pick<Tensor, "datatype" | "shape">): string {
  const sizes = shape?.map((size) => (size < 0 ? "?" : String(size))).join(", ");
  return `${datatype ?? "?"} [${sizes ?? "…"}]`;
}

/** Models and deployments as people make, change and delete them, and what they hold in words. */
import { t } from "i18next";
import type { Schema } from "../api/client";
import { resource } from "../api/resources";

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

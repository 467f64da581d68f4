import { keepPreviousData } from "@tanstack/react-query";
import { reads } from "../../api/client";
import { percentsOf } from "../deployments/weights";
import type { ModelDeployment } from "../resources";

/** The version of a deployment that most traffic goes to, with its inputs. */
export function useServed({ model, traffic }: ModelDeployment) {
  const version = percentsOf(traffic).toSorted((one, other) => other.weight - one.weight)[0]?.version ?? 0;
  const init = { params: { path: { name: model, version } } };
  const kept = { placeholderData: keepPreviousData }; // what was typed stays while traffic moves
  return reads.useQuery("get", "/api/models/{name}/versions/{version}", init, kept);
}

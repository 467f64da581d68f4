/** The Open Inference Protocol, which has a document of its own: `/v2` is no part of the contract. */
import { type Schema, signedFetch } from "./client";

/** A tensor with its values, flat and by rows. */
export interface Tensor extends Pick<Schema<"TensorOut">, "name"> {
  datatype: string;
  shape: number[];
  data: unknown[];
}

export interface Inference {
  /** That which has answered. */
  version: string;
  outputs: Tensor[];
  tookMs: number;
}

/** As the signed-in person; by the deployment's traffic where no version is named. What a model says against it is thrown. */
export async function infer(deployment: string, inputs: Tensor[], version?: number): Promise<Inference> {
  const place = version === undefined ? deployment : `${deployment}/versions/${version}`;
  const body = JSON.stringify({ inputs });
  const headers = { "Content-Type": "application/json" };
  const request = new Request(`${location.origin}/v2/models/${place}/infer`, { method: "POST", headers, body });
  const begun = performance.now();
  const answer = (await (await signedFetch(request)).json()) as Record<string, unknown>;
  const tookMs = performance.now() - begun;
  return { version: String(answer.model_version), outputs: answer.outputs as Tensor[], tookMs };
}

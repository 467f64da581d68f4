/** The API as its contract describes it, as the signed-in person: refusals are thrown as ApiError. */
import createClient from "openapi-fetch";
import createQueries from "openapi-react-query";
import { keeper } from "../auth/tokens";
import type { components, paths } from "../generated/api";
import { errorOf } from "./errors";

/** A shape of the contract, by its name there. */
export type Schema<N extends keyof components["schemas"]> = components["schemas"][N];

export type Query = Record<string, string | number | boolean | string[] | null | undefined>;

/** What is empty is left out: a filter that is not set is no filter. */
export function searchOf(query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  return search.toString();
}

/** Sends with the access token, and once more with a new one where the first has expired or its person was signed out. */
export async function signedFetch(request: Request): Promise<Response> {
  const token = await keeper.token();
  const person = keeper.person?.id;
  let response = await fetch(signedBy(request.clone(), token));
  if (response.status === 401) {
    const renewed = (await keeper.refresh(token)) ?? (await keeper.again());
    // what one person has begun is not done in the name of the next
    if (renewed && renewed.user.id === person) response = await fetch(signedBy(request, renewed.accessToken));
  }
  if (!response.ok) throw await errorOf(response);
  return response;
}

function signedBy(request: Request, token: string | undefined): Request {
  if (token) request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}

export const client = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? "", // tests have no page
  fetch: signedFetch,
  querySerializer: (query) => searchOf(query as Query),
});

/** Reads for TanStack Query; their keys are made of the method, the path and its parameters. */
export const reads = createQueries(client);

/** What a call answers. Refusals were thrown by then. */
export async function dataOf<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}

/** Saves a file of the server's, under the name that it gives, or else this one. */
export async function download(path: string, query: Query = {}, fallback = "export"): Promise<void> {
  const response = await signedFetch(new Request(`${location.origin}${path}?${searchOf(query)}`));
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? fallback;
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

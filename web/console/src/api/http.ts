/** JSON over HTTP as the signed-in person: one retry after a token refresh, errors as ApiError. */
import { keeper } from "../auth/tokens";
import { errorOf } from "./errors";

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Page<T> {
  items: T[];
  total: number;
  limit: number;
  offset: number;
}

interface CallOptions {
  method?: string;
  body?: unknown;
  query?: Query;
  signal?: AbortSignal | undefined;
}

export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

async function call<T>(path: string, options: CallOptions): Promise<T> {
  const text = await (await answer(path, options)).text();
  return (text ? JSON.parse(text) : undefined) as T;
}

async function answer(path: string, options: CallOptions): Promise<Response> {
  const token = await keeper.token();
  let response = await send(path, options, token);
  if (response.status === 401) {
    const renewed = await keeper.refresh(token);
    if (renewed) response = await send(path, options, renewed.accessToken);
  }
  if (!response.ok) throw await errorOf(response);
  return response;
}

function send(path: string, { method = "GET", body, query, signal }: CallOptions, token?: string): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  return fetch(withQuery(path, query), {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
}

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => call<T>(path, { ...(query ? { query } : {}), signal }),
  post: <T>(path: string, body: unknown = {}) => call<T>(path, { method: "POST", body }),
  file: async (path: string, query: Query = {}) => (await answer(path, { query })).blob(),
  patch: <T>(path: string, body: unknown) => call<T>(path, { method: "PATCH", body }),
  delete: (path: string) => call<void>(path, { method: "DELETE" }),
};

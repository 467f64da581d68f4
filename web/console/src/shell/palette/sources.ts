/** What the palette finds beside pages: things by their name or id, as far as the role may read them. */
import { client, dataOf } from "../../api/client";
import { visitorName } from "../../inbox/types";

/** Where Enter goes, and how it reads. */
export interface Find {
  path: string;
  label: string;
  hint: string;
}

export interface Source {
  group: "merchants" | "sessions" | "keys" | "upstreams" | "tasks" | "requests";
  permission: string;
  /** Whether what is typed may name one of these. */
  isFor?: (typed: string) => boolean;
  find: (typed: string, signal: AbortSignal) => Promise<Find[]>;
}

export const MOST = 5;
const TASK_ID = /^task_[0-9a-f]{16}$/;
const SHORTEST_REQUEST_ID = 8; // the log is long: a word of a few letters is no id

const asked = (q: string, signal: AbortSignal) => ({ params: { query: { q, limit: MOST } }, signal });
const opened = (page: string, id: string | number) => `${page}?open=${encodeURIComponent(id)}`;

export const SOURCES: Source[] = [
  {
    group: "merchants",
    permission: "merchants.read",
    find: async (typed, signal) => {
      const { items } = await dataOf(client.GET("/merchants", asked(typed, signal)));
      return items.map(({ id, name }) => ({ path: opened("/merchants", id), label: name, hint: id }));
    },
  },
  {
    group: "sessions",
    permission: "desk.read",
    find: async (typed, signal) => {
      const { items } = await dataOf(client.GET("/api/sessions", asked(typed, signal)));
      return items.map((session) => ({
        path: `/inbox/${encodeURIComponent(session.session_name)}?tab=all`,
        label: visitorName(session),
        hint: session.last_message || session.session_name,
      }));
    },
  },
  {
    group: "keys",
    permission: "keys.read",
    find: async (typed, signal) => {
      const { items } = await dataOf(client.GET("/api/keys", asked(typed, signal)));
      return items.map(({ id, name, prefix }) => ({ path: opened("/keys", id), label: name, hint: prefix }));
    },
  },
  {
    group: "upstreams",
    permission: "gateway.read",
    find: async (typed, signal) => {
      const { items } = await dataOf(client.GET("/api/admin/upstreams", asked(typed, signal)));
      return items.map(({ id, name, base_url }) => ({
        path: opened("/gateway/upstreams", id),
        label: name,
        hint: base_url,
      }));
    },
  },
  {
    group: "tasks",
    permission: "tasks.read",
    isFor: (typed) => TASK_ID.test(typed),
    find: async (typed, signal) => {
      const path = { task_id: typed };
      const { id, kind } = await dataOf(client.GET("/api/tasks/{task_id}", { params: { path }, signal }));
      return [{ path: opened("/tasks", id), label: kind, hint: id }];
    },
  },
  {
    group: "requests",
    permission: "gateway.read",
    isFor: (typed) => typed.length >= SHORTEST_REQUEST_ID && !typed.includes(" "),
    find: async (typed, signal) => {
      const { items } = await dataOf(client.GET("/api/admin/logs", asked(typed, signal)));
      return items.map(({ id, request_id, method, path, status }) => ({
        path: opened("/gateway/log", id),
        label: `${method} ${path}`,
        hint: `${status} · ${request_id}`,
      }));
    },
  },
];

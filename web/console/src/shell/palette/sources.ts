/** What the palette finds beside pages: things by their name or id, as far as the role may read them. */
import { client, dataOf } from "../../api/client";
import { type Answer, readList } from "../../api/resources";
import type { paths } from "../../generated/api";
import { addressOf, visitorName } from "../../inbox/types";

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

const opened = (page: string, id: string | number) => `${page}?open=${encodeURIComponent(id)}`;

type RowAt<P extends keyof paths> = Answer<P> extends { items: (infer Row)[] } ? Row : never;

/** Looks for what is typed in a list of the contract. */
function listed<P extends keyof paths>(path: P, shown: (row: RowAt<P>) => Find): Source["find"] {
  return async (q, signal) => {
    const answer = (await readList(path, { q, limit: MOST }, signal)) as { items: RowAt<P>[] };
    return answer.items.map(shown);
  };
}

export const SOURCES: Source[] = [
  {
    group: "merchants",
    permission: "merchants.read",
    find: listed("/merchants", ({ id, name }) => ({ path: opened("/merchants", id), label: name, hint: id })),
  },
  {
    group: "sessions",
    permission: "desk.read",
    find: listed("/api/sessions", (session) => ({
      path: addressOf(session, "all"),
      label: visitorName(session),
      hint: session.last_message || session.session_name,
    })),
  },
  {
    group: "keys",
    permission: "keys.read",
    find: listed("/api/keys", ({ id, name, prefix }) => ({ path: opened("/keys", id), label: name, hint: prefix })),
  },
  {
    group: "upstreams",
    permission: "gateway.read",
    find: listed("/api/admin/upstreams", ({ id, name, base_url }) => ({
      path: opened("/gateway/upstreams", id),
      label: name,
      hint: base_url,
    })),
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
    find: listed("/api/admin/logs", ({ id, request_id, method, path, status }) => ({
      path: opened("/gateway/log", id),
      label: `${method} ${path}`,
      hint: `${status} · ${request_id}`,
    })),
  },
];

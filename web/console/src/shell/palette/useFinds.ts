import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { client, dataOf } from "../../api/client";
import { type Answer, type ListPath, type RowOf, readList } from "../../api/resources";
import { useCan } from "../../auth/session";
import type { paths } from "../../generated/api";
import { addressOf, visitorName } from "../../inbox/types";
import { useRested } from "../../ui/filters";
import { PLACES, TABS, type TabbedPlace, tabsFor } from "../navigation";

/** Where Enter goes, and how it reads. */
interface Find {
  path: string;
  label: string;
  hint: string;
}

interface Source {
  group: "merchants" | "sessions" | "keys" | "people" | "upstreams" | "routes" | "tasks" | "requests";
  permission: string;
  /** Whether what is typed may name one of these. */
  isFor?: (typed: string) => boolean;
  find: (typed: string, signal: AbortSignal) => Promise<Find[]>;
}

const MOST = 5;
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

/** Things of a list whose rows open on the page at `page`, each told by a name and a hint. */
function rows<P extends ListPath>(path: P, page: string, told: (row: RowOf<P>) => [string, string]): Source["find"] {
  return listed<ListPath>(path, (row) => {
    const [label, hint] = told(row as RowOf<P>);
    return { path: opened(page, (row as RowOf<P>).id), label, hint };
  });
}

/** What the palette finds beside pages: things by their name or id, as far as the role may read them. */
const SOURCES: Source[] = [
  {
    group: "merchants",
    permission: "merchants.read",
    find: rows("/merchants", "/merchants", ({ id, name }) => [name, id]),
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
  { group: "keys", permission: "keys.read", find: rows("/api/keys", "/keys", ({ name, prefix }) => [name, prefix]) },
  { group: "people", permission: "users.read", find: rows("/api/users", "/users", ({ name, email }) => [name, email]) },
  {
    group: "upstreams",
    permission: "gateway.read",
    find: rows("/api/admin/upstreams", "/gateway/upstreams", ({ name, base_url }) => [name, base_url]),
  },
  {
    group: "routes",
    permission: "gateway.read",
    find: rows("/api/admin/routes", "/gateway/routes", ({ model }) => [model, ""]),
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

interface FindGroup {
  group: Source["group"] | "pages";
  finds: Find[];
}

/** The pages that this person may see: all of them, or those whose name or address has what is typed. */
function usePages(typed: string): Find[] {
  const { t } = useTranslation();
  const can = useCan();
  const places = PLACES.filter(({ permission }) => can(permission)).map(({ path, key }) => ({
    path,
    label: t(`nav.${key}`),
  }));
  const tabs = (Object.keys(TABS) as TabbedPlace[]).flatMap((place) =>
    tabsFor(place, can)
      .filter(({ path }) => path !== `/${place}`)
      .map(({ path, label }) => ({ path, label: `${t(`nav.${place}`)}: ${t(label)}` })),
  );
  const account = { path: "/account", label: t("account.title") };
  const pages = [...places, ...tabs, account].map((page) => ({ ...page, hint: page.path }));
  const sought = typed.toLowerCase();
  return sought ? pages.filter(({ path, label }) => `${label} ${path}`.toLowerCase().includes(sought)) : pages;
}

/** What the palette shows for what is typed; `isAsking` while the server has not answered for it. */
export function useFinds(typed: string): { groups: FindGroup[]; isAsking: boolean } {
  const can = useCan();
  const pages = usePages(typed);
  const rested = useRested(typed);
  const answers = useQueries({
    queries: SOURCES.map(({ group, permission, isFor, find }) => ({
      queryKey: ["palette", group, rested],
      queryFn: ({ signal }: { signal: AbortSignal }) => find(rested, signal),
      enabled: rested !== "" && can(permission) && (isFor?.(rested) ?? true),
      placeholderData: keepPreviousData,
      retry: false,
    })),
  });
  const found = SOURCES.map(({ group }, index) => ({ group, finds: (rested && answers[index]?.data) || [] }));
  const groups = [{ group: "pages" as const, finds: typed ? pages.slice(0, MOST) : pages }, ...found];
  return {
    groups: groups.filter(({ finds }) => finds.length > 0),
    isAsking: typed !== rested || answers.some(({ isFetching }) => isFetching),
  };
}

import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { client, dataOf, type Query } from "../../api/client";
import { type ListPath, type RowOf, readList } from "../../api/resources";
import { useCan } from "../../auth/session";
import { hintOf } from "../../gateway/pool/types";
import { KEYS, PRICES, ROUTES, RULES, SCRIPTS, UPSTREAMS } from "../../gateway/resources";
import { addressOf, type Session, visitorName } from "../../inbox/types";
import type en from "../../locales/en.json";
import { DEPLOYMENTS, MODELS } from "../../models/resources";
import { kindName, tasksAt } from "../../tasks/types";
import { useRested } from "../../ui/filters";
import { wordsOf } from "../../words";
import { PLACES, TABS, type TabbedPlace, tabsFor } from "../navigation";

/** Where Enter goes, and how it reads. */
interface Find {
  path: string;
  label: string;
  hint: string;
}

interface Source {
  group: keyof typeof en.palette;
  permission: string;
  /** Whether what is typed may name one of these. */
  isFor?: (typed: string) => boolean;
  find: (typed: string, signal: AbortSignal) => Promise<Find[]>;
}

const MOST = 5;
const TASK_ID = /^task_[0-9a-f]{16}$/;
const BATCH_ID = /^batch_[0-9a-f]{16}$/;
const SHORTEST_REQUEST_ID = 8; // the log is long: a word of a few letters is no id
const GATEWAY = "gateway.read";
const LATEST = 200;
/** "Visitor 4F2A": the end of a conversation's id, by which it is shown where nobody gave a name. */
const END_OF_ID = /(^|\s)[0-9a-f]{4}$/i;

const opened = (page: string, id: string | number) => `${page}?open=${encodeURIComponent(id)}`;

/** Things of a list of the contract, looked for by what is typed, told by a name and a hint; each opens on `page`, or is one below. */
function listed<P extends ListPath>(
  group: Source["group"],
  permission: string,
  [path, page]: [P, string],
  told: (row: RowOf<P>) => [name: string, hint: string],
  query: Query = {},
): Source {
  const shown = (row: RowOf<P>): Find => {
    const [label, hint] = told(row);
    return { path: page.endsWith("/") ? `${page}${row.id}` : opened(page, row.id), label, hint };
  };
  const find: Source["find"] = async (q, signal) => {
    const answer = (await readList(path, { ...query, q, limit: MOST }, signal)) as { items: RowOf<P>[] };
    return answer.items.map(shown);
  };
  return { group, permission, find };
}

const byName = ({ name }: { name: string }): [string, string] => [name, ""];

/** By their words, and the latest of them by the name that the inbox shows. */
async function findSessions(q: string, signal: AbortSignal): Promise<Find[]> {
  const read = async (query: Query) => (await readList("/api/sessions", query, signal)).items;
  const sought = q.toLowerCase();
  const isShownAs = (session: Session) => visitorName(session).toLowerCase().endsWith(sought);
  const latest = END_OF_ID.test(q) ? (await read({ limit: LATEST })).filter(isShownAs) : [];
  const sessions = latest.length > 0 ? latest.slice(0, MOST) : await read({ q, limit: MOST });
  return sessions.map((session) => ({
    path: addressOf(session, "all"),
    label: visitorName(session),
    hint: session.last_message || session.session_name,
  }));
}

/** What the palette finds beside pages: things by their name or id, as far as the role may read them. */
const SOURCES: Source[] = [
  listed("merchants", "merchants.read", ["/merchants", "/merchants"], ({ id, name }) => [name, id]),
  { group: "sessions", permission: "desk.read", find: findSessions },
  listed("keys", "keys.read", ["/api/keys", "/keys"], ({ name, prefix }) => [name, prefix]),
  listed("people", "users.read", ["/api/users", "/users"], ({ name, email }) => [name, email]),
  listed("assistants", "assistants.read", ["/api/assistants", "/assistants"], ({ name, model }) => [name, model]),
  listed("upstreams", GATEWAY, [UPSTREAMS.list, "/gateway/upstreams"], (one) => [one.name, one.base_url]),
  listed("providerKeys", GATEWAY, [KEYS.list, "/gateway/keys"], (key) => [key.name, hintOf(key)]),
  listed("routes", GATEWAY, [ROUTES.list, "/gateway/routes"], ({ model }) => [model, ""]),
  listed("rules", GATEWAY, [RULES.list, "/gateway/rules"], byName),
  listed("scripts", "gateway.scripts.read", [SCRIPTS.list, "/gateway/scripts"], byName, { sources: false }),
  listed("prices", GATEWAY, [PRICES.list, "/gateway/prices"], ({ model, currency }) => [model, currency]),
  listed("channels", GATEWAY, ["/api/admin/channels", "/channels"], ({ name, shown_url }) => [name, shown_url]),
  listed("models", "models.read", [MODELS.list, "/models/"], (one) => [one.name, one.description]),
  listed("deployments", "models.read", [DEPLOYMENTS.list, "/deployments/"], (one) => [
    one.name,
    one.model ?? one.route ?? "",
  ]),
  listed("schedules", "schedules.read", ["/api/schedules", "/tasks/schedules"], ({ name, kind }) => [name, kind]),
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
    group: "batches",
    permission: "tasks.read",
    isFor: (typed) => BATCH_ID.test(typed),
    find: async (typed, signal) => {
      const path = { batch_id: typed };
      const { batch_id, kind } = await dataOf(
        client.GET("/api/tasks/batches/{batch_id}", { params: { path }, signal }),
      );
      return [{ path: tasksAt({ batch_id }), label: kindName(kind), hint: batch_id }];
    },
  },
  {
    group: "kinds",
    permission: "tasks.read",
    find: async (typed, signal) => {
      const kinds = await dataOf(client.GET("/api/tasks/kinds", { signal }));
      const named = (kind: string) => `${kindName(kind)} ${kind}`.toLowerCase().includes(typed.toLowerCase());
      return kinds.filter(named).map((kind) => ({ path: tasksAt({ kind }), label: kindName(kind), hint: kind }));
    },
  },
  {
    group: "requests",
    permission: GATEWAY,
    isFor: (typed) => typed.length >= SHORTEST_REQUEST_ID && !typed.includes(" "),
    find: async (q, signal) => {
      const { items } = await readList("/api/admin/logs", { q, limit: MOST }, signal);
      return items.map(({ id, request_id, method, path, status }) => ({
        path: opened("/gateway/log", id),
        label: `${method} ${path}`,
        hint: `${status} · ${request_id}`,
      }));
    },
  },
];

/** The words of things that their page is not called by. */
const WORDS: Record<string, string> = { "/keys": "clientKeys", "/gateway/keys": "upstreamKeys" };

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
  const additions = [...PLACES, ...Object.values(TABS).flat()].flatMap(({ path, permission }) => {
    const label = wordsOf(`resource.${WORDS[path] ?? path.split("/").at(-1)}.add`);
    return label && can(permission.replace(".read", ".write"))
      ? [{ path: opened(path, "new"), label, hint: path }]
      : [];
  });
  const isSought = ({ path, label }: Find) => `${label} ${path}`.toLowerCase().includes(sought);
  return sought ? [...pages, ...additions].filter(isSought) : pages;
}

/** What the palette shows for what is typed; `isAsking` while the server has not answered for it. */
export function useFinds(typed: string) {
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
  const sought = typed.toLowerCase();
  // until the answer comes, of what was found before only that stays which what is typed names
  const isNamed = ({ label, hint }: Find) => `${label} ${hint}`.toLowerCase().includes(sought);
  const found = SOURCES.map(({ group }, index) => {
    const { data = [], isPlaceholderData = false } = answers[index] ?? {};
    const isBefore = typed !== rested || isPlaceholderData;
    return { group, finds: isBefore ? data.filter((find) => typed && isNamed(find)) : data };
  });
  const groups = [{ group: "pages" as const, finds: typed ? pages.slice(0, MOST) : pages }, ...found];
  return {
    groups: groups.filter(({ finds }) => finds.length > 0),
    isAsking: typed !== rested || answers.some(({ isFetching }) => isFetching),
  };
}

/** The inbox's reads, and how a live event changes what was read. */
import { type InfiniteData, type QueryClient, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, type Page, type Query } from "../api/http";
import { useMe } from "../auth/session";
import { type DeskStats, isMine, type Session, type Tab } from "./types";

const PAGE_SIZE = 40;
const NO_SESSIONS: Session[] = [];

function queryOf(tab: Tab): Query {
  if (tab === "waiting") return { status: "waiting" };
  if (tab === "mine") return { status: "human", mine: true };
  if (tab === "closed") return { status: "closed" };
  return {};
}

export function useSessions(tab: Tab) {
  const me = useMe();
  const query = useInfiniteQuery({
    queryKey: ["sessions", tab],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Session>>("/api/sessions", { ...queryOf(tab), limit: PAGE_SIZE, offset: pageParam }, signal),
    initialPageParam: 0,
    getNextPageParam: (last) =>
      last.offset + last.items.length < last.total ? last.offset + last.items.length : undefined,
    refetchInterval: 30_000,
  });
  const all = query.data?.pages.flatMap((page) => page.items);
  const sessions = tab === "mine" ? all?.filter((session) => isMine(session, me?.id)) : all;
  return { ...query, sessions: sessions && unique(sessions) };
}

function unique(sessions: Session[]): Session[] {
  return [...new Map(sessions.map((session) => [session.session_name, session])).values()];
}

/** The conversations that colleagues offer to this operator now. */
export function useOffers(mayTake: boolean) {
  const { data } = useQuery({
    queryKey: ["offers"],
    queryFn: ({ signal }) => api.get<Page<Session>>("/api/sessions", { offered: true, limit: PAGE_SIZE }, signal),
    refetchInterval: 30_000,
    enabled: mayTake,
  });
  return data?.items ?? NO_SESSIONS;
}

export function useDeskStats() {
  return useQuery({
    queryKey: ["desk-stats"],
    queryFn: ({ signal }) => api.get<DeskStats>("/api/sessions/stats", {}, signal),
    refetchInterval: 30_000,
  });
}

export function useSession(name: string | undefined) {
  return useQuery({
    queryKey: ["session", name],
    queryFn: ({ signal }) => api.get<Session>(`/api/sessions/${encodeURIComponent(name ?? "")}`, {}, signal),
    enabled: name !== undefined,
  });
}

let pending: ReturnType<typeof setTimeout> | undefined;
const SETTLE_MS = 300;

/** Shows the change at once where the session is listed, and reads lists and counts again when events settle. */
export function applySession(queries: QueryClient, session: Session): void {
  const before = queries.getQueryData<Session>(["session", session.session_name]);
  queries.setQueryData(["session", session.session_name], session);
  if (isOfferNews(queries, before, session)) void queries.invalidateQueries({ queryKey: ["offers"] });
  queries.setQueriesData<InfiniteData<Page<Session>>>({ queryKey: ["sessions"] }, (data) => {
    if (!data) return data;
    const replace = (old: Session) => (old.session_name === session.session_name ? session : old);
    return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(replace) })) };
  });
  readListsAgain(queries);
}

/** Takes an erased session out of what is shown. */
export function forgetSession(queries: QueryClient, name: string): void {
  queries.setQueriesData<InfiniteData<Page<Session>>>({ queryKey: ["sessions"] }, (data) => {
    if (!data) return data;
    const keep = (session: Session) => session.session_name !== name;
    return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.filter(keep) })) };
  });
  void queries.resetQueries({ queryKey: ["session", name] });
  void queries.invalidateQueries({ queryKey: ["offers"] });
  readListsAgain(queries);
}

/** Whether an offer came, changed or ended with this session. */
function isOfferNews(queries: QueryClient, before: Session | undefined, session: Session): boolean {
  const shown = queries.getQueryData<Page<Session>>(["offers"])?.items ?? NO_SESSIONS;
  const isShown = shown.some(({ session_name }) => session_name === session.session_name);
  return isShown || (session.offer !== null && session.offer.until !== before?.offer?.until);
}

function readListsAgain(queries: QueryClient): void {
  clearTimeout(pending);
  pending = setTimeout(() => {
    void queries.invalidateQueries({ queryKey: ["sessions"] });
    void queries.invalidateQueries({ queryKey: ["desk-stats"] });
  }, SETTLE_MS);
}

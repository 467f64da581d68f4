/** The inbox's reads, and how a live event changes what was read. */
import { hashKey, type InfiniteData, type QueryClient, replaceEqualDeep, useQuery } from "@tanstack/react-query";
import { reads, type Schema } from "../api/client";
import { useCan, useMe } from "../auth/session";
import { isMine, type Session, type Tab } from "./types";

const SESSIONS = "/api/sessions";
const PAGE_SIZE = 40;
const REFRESH_MS = 30_000;
const NO_SESSIONS: Session[] = [];

type SessionPage = Schema<"Page_SessionOut_">;

const FILTERS: Record<Tab, { status?: Schema<"State">[]; mine?: boolean }> = {
  waiting: { status: ["waiting"] },
  mine: { status: ["human"], mine: true },
  all: {},
  closed: { status: ["closed"] },
};

/** One session. */
export const SESSION = "/api/sessions/{name}";
const OFFERS = reads.queryOptions("get", SESSIONS, { params: { query: { offered: true, limit: PAGE_SIZE } } });
const STATS = reads.queryOptions("get", "/api/sessions/stats");
/** The lists of the tabs. */
const LISTS = {
  queryKey: ["get", SESSIONS],
  predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => hashKey(queryKey) !== hashKey(OFFERS.queryKey),
};

export const sessionAt = (name: string) => ({ params: { path: { name } } });
const keyOf = (name: string) => reads.queryOptions("get", SESSION, sessionAt(name)).queryKey;

export function useSessions(tab: Tab) {
  const me = useMe();
  const query = reads.useInfiniteQuery(
    "get",
    SESSIONS,
    { params: { query: { ...FILTERS[tab], limit: PAGE_SIZE } } },
    {
      pageParamName: "offset",
      initialPageParam: 0,
      getNextPageParam: (last: SessionPage) =>
        last.offset + last.items.length < last.total ? last.offset + last.items.length : undefined,
      refetchInterval: REFRESH_MS,
    },
  );
  const all = query.data?.pages.flatMap((page) => page.items);
  const shown = tab === "mine" ? all?.filter((session) => isMine(session, me?.id)) : all;
  // one that has moved meanwhile comes on two pages
  const sessions = shown && [...new Map(shown.map((session) => [session.session_name, session])).values()];
  return { ...query, sessions };
}

/** The conversations that colleagues offer to this operator now. */
export function useOffers() {
  const mayTake = useCan()("desk.write");
  const { data } = useQuery({ ...OFFERS, refetchInterval: REFRESH_MS, enabled: mayTake });
  return data?.items ?? NO_SESSIONS;
}

export function useDeskStats() {
  const mayRead = useCan()("desk.read");
  const { data } = useQuery({ ...STATS, refetchInterval: REFRESH_MS, enabled: mayRead });
  return mayRead ? data : undefined;
}

export function useSession(name: string | undefined) {
  const structuralSharing = (known: unknown, read: unknown) => laterOf(known as Session | undefined, read as Session);
  return reads.useQuery("get", SESSION, sessionAt(name ?? ""), { enabled: name !== undefined, structuralSharing });
}

/** An answer that was on its way while an event told of a later state does not undo it. */
function laterOf(known: Session | undefined, read: Session): Session {
  const isOlder = known !== undefined && Date.parse(known.updated_at) > Date.parse(read.updated_at);
  return isOlder ? known : replaceEqualDeep(known, read);
}

let pending: ReturnType<typeof setTimeout> | undefined;
const SETTLE_MS = 300;

/** What is known of a session without asking. */
export function knownSession(queries: QueryClient, name: string): Session | undefined {
  return queries.getQueryData<Session>(keyOf(name));
}

/** Shows the change at once where the session is listed, and reads lists and counts again when events settle. */
export function applySession(queries: QueryClient, session: Session): void {
  const before = knownSession(queries, session.session_name);
  queries.setQueryData(keyOf(session.session_name), laterOf(before, session));
  if (isOfferNews(queries, before, session)) void queries.invalidateQueries({ queryKey: OFFERS.queryKey });
  const replace = (old: Session) => (old.session_name === session.session_name ? laterOf(old, session) : old);
  changeLists(queries, (items) => items.map(replace));
  readListsAgain(queries);
}

/** Takes an erased session out of what is shown. */
export function forgetSession(queries: QueryClient, name: string): void {
  changeLists(queries, (items) => items.filter((session) => session.session_name !== name));
  void queries.resetQueries({ queryKey: keyOf(name) });
  void queries.invalidateQueries({ queryKey: OFFERS.queryKey });
  readListsAgain(queries);
}

export function readSessionAgain(queries: QueryClient, name: string): void {
  void queries.invalidateQueries({ queryKey: keyOf(name) });
}

function changeLists(queries: QueryClient, change: (items: Session[]) => Session[]): void {
  queries.setQueriesData<InfiniteData<SessionPage>>(
    LISTS,
    (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, items: change(page.items) })) },
  );
}

/** Whether an offer came, changed or ended with this session. */
function isOfferNews(queries: QueryClient, before: Session | undefined, session: Session): boolean {
  const shown = queries.getQueryData<SessionPage>(OFFERS.queryKey)?.items ?? NO_SESSIONS;
  const isShown = shown.some(({ session_name }) => session_name === session.session_name);
  return isShown || (session.offer !== null && session.offer.until !== before?.offer?.until);
}

function readListsAgain(queries: QueryClient): void {
  clearTimeout(pending);
  pending = setTimeout(() => {
    void queries.invalidateQueries(LISTS);
    void queries.invalidateQueries({ queryKey: STATS.queryKey });
  }, SETTLE_MS);
}

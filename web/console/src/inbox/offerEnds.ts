/** How the offers that one has made end: who made one hears when the colleague declines or lets the minute pass. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { SESSION } from "./queries";
import { isMine, type Offer, type Session } from "./types";

interface OfferEnd {
  session: Session;
  offer: Offer;
  how: "declined" | "unanswered";
}

const SLACK_MS = 1000; // the clocks of server and browser differ a little
const takenBack = new Set<string>();

/** What one ends oneself is no news. */
export function noteTakenBack(session: Session): void {
  if (session.offer) takenBack.add(keyOf(session.session_name, session.offer));
}

function keyOf(name: string, offer: Offer): string {
  return `${name} ${offer.until}`;
}

/** Looks at each state of a session in turn; answers when an offer of this person's has ended without a taker. */
export class OfferWatch {
  private readonly open = new Map<string, Offer>();

  constructor(private readonly myId: string) {}

  see(session: Session, now: number): OfferEnd | undefined {
    const name = session.session_name;
    const before = this.open.get(name);
    this.open.delete(name);
    if (!isMine(session, this.myId)) return undefined;
    if (session.offer) {
      this.open.set(name, session.offer);
      return undefined;
    }
    if (!before || session.status !== "human" || takenBack.delete(keyOf(name, before))) return undefined;
    const isOver = now >= Date.parse(before.until) - SLACK_MS;
    return { session, offer: before, how: isOver ? "unanswered" : "declined" };
  }
}

/** Whatever brings news of a session, an event, an answer or a read, ends in the cache of reads. */
export function useOfferEnds(myId: string | undefined, onEnd: (end: OfferEnd) => void): void {
  const queries: QueryClient = useQueryClient();
  const tell = useEffectEvent(onEnd);
  useEffect(() => {
    if (myId === undefined) return;
    const watch = new OfferWatch(myId);
    return queries.getQueryCache().subscribe(({ type, query }) => {
      const session = type === "updated" && query.queryKey[1] === SESSION ? query.state.data : undefined;
      const end = session ? watch.see(session as Session, Date.now()) : undefined;
      if (end) tell(end);
    });
  }, [queries, myId]);
}

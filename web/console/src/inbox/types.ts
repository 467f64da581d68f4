/** A session as the desk API gives it, and what the inbox reads from it. */
import type { Person, SessionStatus } from "../../../shared/thread";

/** What the page said of its visitor; not verified. */
export interface Visitor {
  id?: string | null;
  name?: string | null;
  email?: string | null;
  locale?: string | null;
  page?: string | null;
}

/** A session on its way to a colleague, who has until then to accept. */
export interface Offer {
  to: Person;
  note: string;
  until: string;
}

export interface Session {
  session_name: string;
  status: SessionStatus;
  epoch: number;
  operator: Person | null;
  assistant: string;
  unread: number;
  last_message: string;
  created_at: string;
  updated_at: string;
  waiting_since: string | null;
  visitor: Visitor;
  is_visitor_verified: boolean;
  offer: Offer | null;
}

export interface DeskStats {
  waiting: number;
  human: number;
  bot: number;
  closed: number;
  total: number;
  mine: number;
}

export const TABS = ["waiting", "mine", "all", "closed"] as const;
export type Tab = (typeof TABS)[number];

export function isMine(session: Pick<Session, "operator">, myId: string | undefined): boolean {
  return myId !== undefined && session.operator?.id === myId;
}

/** "Visitor 4f2a": the name a visitor gave, else something short to tell them apart. */
export function visitorName(session: Pick<Session, "session_name" | "visitor">, unnamed: string): string {
  return session.visitor.name || session.visitor.email || `${unnamed} ${session.session_name.slice(-4).toUpperCase()}`;
}

export function isOfferedTo(session: Pick<Session, "offer">, myId: string | undefined): boolean {
  return myId !== undefined && session.offer?.to.id === myId;
}

/** Whether somebody says who they are and nothing proves it. */
export function isClaimed({ visitor, is_visitor_verified }: Pick<Session, "visitor" | "is_visitor_verified">): boolean {
  return !is_visitor_verified && Boolean(visitor.id || visitor.name || visitor.email);
}

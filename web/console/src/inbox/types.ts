/** A session as the desk API gives it, and what the inbox reads from it. */
import type { Person, SessionStatus } from "../../../shared/thread";

/** What the page said of its visitor; not verified. */
export interface Visitor {
  name?: string | null;
  email?: string | null;
  locale?: string | null;
  page?: string | null;
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

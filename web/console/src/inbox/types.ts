/** A session as the desk API gives it, and what the inbox reads from it. */
import { asPerson, type Message, type Person, type SessionStatus } from "../../../shared/thread";

export interface Visitor {
  name?: string | null;
  email?: string | null;
  locale?: string | null;
  page_url?: string | null;
}

export interface Session {
  session_name: string;
  status: SessionStatus;
  epoch: number;
  operator: Person | string | null;
  assistant: { id?: string; name: string } | string | null;
  unread: number;
  last_message: Pick<Message, "role" | "content" | "created_at"> | null;
  created_at: string;
  updated_at: string;
  waiting_since?: string | null;
  visitor?: Visitor | null;
}

export interface DeskStats {
  waiting: number;
  human: number;
  bot: number;
  closed: number;
  mine?: number;
}

export const TABS = ["waiting", "mine", "all", "closed"] as const;
export type Tab = (typeof TABS)[number];

export function isMine(session: Pick<Session, "operator">, myId: string | undefined): boolean {
  return myId !== undefined && String(asPerson(session.operator)?.id) === myId;
}

export function assistantName(session: Session): string | undefined {
  return typeof session.assistant === "string" ? session.assistant : session.assistant?.name;
}

/** "Visitor 4f2a": the name a visitor gave, else something short to tell them apart. */
export function visitorName(session: Pick<Session, "session_name" | "visitor">, unnamed: string): string {
  return (
    session.visitor?.name || session.visitor?.email || `${unnamed} ${session.session_name.slice(-4).toUpperCase()}`
  );
}

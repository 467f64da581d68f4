/** What the inbox reads from a session. */
import i18next from "i18next";
import type { SessionStatus } from "../../../shared/thread";
import type { Schema } from "../api/client";
import type { Tone } from "../ui/Status";

export type Session = Schema<"SessionOut">;
export type Offer = Schema<"OfferOut">;

export const TABS = ["waiting", "mine", "all", "closed"] as const;
export type Tab = (typeof TABS)[number];

export const TONES: Record<SessionStatus, Tone> = { waiting: "near", human: "active", bot: "good", closed: "calm" };

export const addressOf = ({ session_name }: Pick<Session, "session_name">, tab: Tab) =>
  `/inbox/${encodeURIComponent(session_name)}?tab=${tab}`;

/** The list in which a conversation stands. */
export function tabOf({ status, operator }: Pick<Session, "status" | "operator">, myId: string | undefined): Tab {
  if (status === "waiting" || status === "closed") return status;
  return status === "human" && isMine({ operator }, myId) ? "mine" : "all";
}

export function isMine(session: Pick<Session, "operator">, myId: string | undefined): boolean {
  return myId !== undefined && session.operator?.id === myId;
}

type Named = Pick<Session, "session_name"> & { visitor: Partial<Session["visitor"]> };

/** "Visitor 4f2a": the name a visitor gave, else something short to tell them apart. */
export function visitorName({ session_name, visitor }: Named) {
  return visitor.name || visitor.email || `${i18next.t("inbox.visitor")} ${session_name.slice(-4).toUpperCase()}`;
}

export function isOfferedTo(session: Pick<Session, "offer">, myId: string | undefined): boolean {
  return myId !== undefined && session.offer?.to.id === myId;
}

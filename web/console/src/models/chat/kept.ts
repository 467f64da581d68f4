/** The chat playground as its person leaves it: this tab keeps it over a reload, for them alone and until they sign out. */
import { ApiError, messageOf } from "../../api/errors";
import type { Refusal } from "../../api/playground";
import { draftName, keepDraft, readDraft } from "../../inbox/drafts";
import { tried } from "../../tried";
import { type Composer, compose, composed, forgetComposer } from "./composer";
import { clearConversation, conversation, recallConversation, type Turn } from "./useChat";

interface Kept {
  composer: Composer;
  panes: Turn[][];
}

let name: string | undefined;

/** Somebody has come: what they left here is there again. */
export function recallChat(personId: string): void {
  name = draftName(personId, "chat");
  const text = readDraft(name);
  const kept = text ? tried(() => JSON.parse(text) as Kept) : undefined;
  if (!kept) return;
  compose(kept.composer);
  recallConversation(kept.panes);
}

/** Its person has gone: what the tab keeps of it goes with their drafts. */
export function forgetChat(): void {
  name = undefined;
  clearConversation();
  forgetComposer();
}

/** Why there is no answer, as far as it can be kept. */
function refusalOf(problem: Refusal | Error): Refusal {
  if (problem instanceof Error && !(problem instanceof ApiError)) return { code: "", message: messageOf(problem) };
  const { code, message, status } = problem as Refusal;
  return { code, message, ...(status !== undefined && { status }) };
}

const keptTurn = ({ problem, ...turn }: Turn) => ({ ...turn, ...(problem && { problem: refusalOf(problem) }) });

// not with each word of an answer: a conversation may be long
window.addEventListener("pagehide", () => {
  if (name === undefined) return;
  const kept = { composer: composed(), panes: conversation.get().map((turns) => turns.map(keptTurn)) };
  keepDraft(name, JSON.stringify(kept));
});

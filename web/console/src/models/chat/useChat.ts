/** One conversation a pane, all with the same questions; answers come side by side. */
import { type Asked, chat, findUsage, type Refusal, type Usage } from "../../api/playground";
import { sharedValue } from "../../sharedValue";
import type { Settings } from "./composer";
import { messagesOf } from "./messages";

export interface Turn {
  id: number;
  model: string;
  question: string;
  answer: string;
  state: "running" | "done" | "stopped" | "failed";
  /** Why there is no answer, or none that is whole. */
  problem?: Refusal | Error;
  /** Why the upstream ended the answer; null where it did not say. */
  finish?: string | null;
  requestId?: string;
  firstMs?: number;
  totalMs?: number;
  usage?: Usage;
  /** The conversation before it was too long to be sent whole. */
  isCut?: boolean;
}

type Change = Partial<Turn> | ((turn: Turn) => Partial<Turn>);

export const NONE: Turn[][] = [[], []];
export const conversation = sharedValue(NONE); // kept, and goes on, while its person goes elsewhere in this tab
let lastId = 0;

// of the last question, and of those before that still wait for what they came to
let last: AbortController | undefined;
const open = new Set<AbortController>();
const stop = () => last?.abort();

/** All that was asked goes, with the answers that are still to come. */
export function clearConversation(): void {
  for (const controller of open) controller.abort();
  conversation.set(NONE);
}

/** A conversation from before a reload, which has ended what ran. */
export function recallConversation(panes: Turn[][]): void {
  lastId = Math.max(lastId, ...panes.flat().map(({ id }) => id));
  const ended = (turn: Turn): Turn => (turn.state === "running" ? { ...turn, state: "stopped" } : turn);
  conversation.set(panes.map((turns) => turns.map(ended)));
}

const find = (id: number): Turn | undefined =>
  conversation
    .get()
    .flat()
    .find((turn) => turn.id === id);

function change(id: number, by: Change): void {
  const changed = (turn: Turn) => (turn.id === id ? { ...turn, ...(typeof by === "function" ? by(turn) : by) } : turn);
  conversation.set(conversation.get().map((turns) => turns.map(changed)));
}

/** What was asked is paid for, though its end was not heard. */
async function lookUp(id: number) {
  const { requestId, usage: heard } = find(id) ?? {};
  if (!requestId || heard) return;
  const usage = await findUsage(requestId, () => find(id) !== undefined).catch(() => undefined);
  if (usage) change(id, { usage });
}

async function ask(turn: Turn, body: Asked, signal: AbortSignal) {
  const begun = performance.now();
  const took = () => performance.now() - begun;
  let isTold = false;
  const end = (by: Partial<Turn>) =>
    change(turn.id, (now) => (now.state === "running" ? { ...by, totalMs: took() } : {}));
  try {
    await chat(body, signal, {
      onBegun: (requestId) => change(turn.id, { requestId }),
      onText: (text) => change(turn.id, ({ answer, firstMs = took() }) => ({ answer: answer + text, firstMs })),
      onDone: (finish) => {
        isTold = true;
        end({ state: "done", finish });
      },
      onRefused: (problem) => {
        isTold = true;
        end({ state: "failed", problem });
      },
      onUsage: (usage) => change(turn.id, { usage }),
    });
    end({ state: "failed", problem: { code: "CUT_OFF", message: "" } });
    if (!isTold) await lookUp(turn.id);
  } catch (error) {
    end(signal.aborted ? { state: "stopped" } : { state: "failed", problem: error as Error });
    await lookUp(turn.id);
  }
}

function send(question: string, models: string[], { system, ...settings }: Settings) {
  const panes = conversation.get();
  const controller = new AbortController();
  last = controller;
  open.add(controller);
  const asked = models.map((model, place) => {
    lastId += 1;
    const { messages, isCut } = messagesOf(panes[place] ?? [], question, system);
    const turn: Turn = { id: lastId, model, question, answer: "", state: "running", isCut };
    return { turn, body: { model, messages, ...settings } };
  });
  conversation.set(panes.map((before, place) => [...before, ...asked.slice(place, place + 1).map(({ turn }) => turn)]));
  const all = asked.map(({ turn, body }) => ask(turn, body, controller.signal));
  void Promise.all(all).finally(() => open.delete(controller));
}

export function useChat() {
  const panes = conversation.use();
  const isRunning = panes.some((turns) => turns.some(({ state }) => state === "running"));
  return { panes, isRunning, send, stop, clear: clearConversation };
}

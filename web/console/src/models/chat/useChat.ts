/** One conversation a pane, all with the same questions; answers come side by side. */
import { useCallback, useEffect, useRef } from "react";
import { type Asked, chat, findUsage, type Refusal, type Usage } from "../../api/playground";
import { sharedValue } from "../../sharedValue";
import { forgetComposer, type Settings } from "./composer";

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
}

type Change = Partial<Turn> | ((turn: Turn) => Partial<Turn>);

/** What was said before, as far as it was answered. */
function messagesOf(turns: Turn[], question: string, system = ""): Asked["messages"] {
  const before = turns
    .filter(({ answer }) => answer !== "")
    .flatMap((turn): Asked["messages"] => [
      { role: "user", content: turn.question },
      { role: "assistant", content: turn.answer },
    ]);
  const told: Asked["messages"] = system.trim() ? [{ role: "system", content: system.trim() }] : [];
  return [...told, ...before, { role: "user", content: question }];
}

const NONE: Turn[][] = [[], []];
const conversation = sharedValue(NONE); // kept while its person goes elsewhere in this tab
let lastId = 0;

/** Whoever comes next at this browser finds nothing of it. */
export function forgetChat(): void {
  conversation.set(NONE);
  forgetComposer();
}

const find = (id: number): Turn | undefined =>
  conversation
    .get()
    .flat()
    .find((turn) => turn.id === id);

export function useChat() {
  const panes = conversation.use();
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const change = useCallback((id: number, by: Change) => {
    const changed = (turn: Turn) =>
      turn.id === id ? { ...turn, ...(typeof by === "function" ? by(turn) : by) } : turn;
    conversation.set(conversation.get().map((turns) => turns.map(changed)));
  }, []);

  /** What was asked is paid for, though its end was not heard. */
  const lookUp = async (id: number) => {
    const { requestId, usage: heard } = find(id) ?? {};
    if (!requestId || heard) return;
    const usage = await findUsage(requestId, () => find(id) !== undefined).catch(() => undefined);
    if (usage) change(id, { usage });
  };

  const ask = async (turn: Turn, body: Asked, signal: AbortSignal) => {
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
  };

  const send = (question: string, models: string[], { system, ...settings }: Settings) => {
    const controller = new AbortController();
    abort.current = controller;
    const turns = models.map((model): Turn => {
      lastId += 1;
      return { id: lastId, model, question, answer: "", state: "running" };
    });
    conversation.set(panes.map((before, place) => [...before, ...turns.slice(place, place + 1)]));
    turns.forEach((turn, place) => {
      const messages = messagesOf(panes[place] ?? [], question, system);
      void ask(turn, { model: turn.model, messages, ...settings }, controller.signal);
    });
  };

  const stop = () => abort.current?.abort();
  const clear = () => {
    stop();
    conversation.set(NONE);
  };
  const isRunning = panes.some((turns) => turns.some(({ state }) => state === "running"));
  return { panes, isRunning, send, stop, clear };
}

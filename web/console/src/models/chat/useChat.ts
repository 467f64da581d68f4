/** One conversation a pane, all with the same questions; answers come side by side. */
import { useCallback, useEffect, useRef, useState } from "react";
import { type Asked, chat, type Refusal, type Usage } from "../../api/playground";
import { messagesOf } from "./messages";

export interface Turn {
  id: number;
  model: string;
  question: string;
  answer: string;
  state: "running" | "done" | "stopped" | "failed";
  /** Why there is no answer, or none that is whole. */
  problem?: Refusal | Error;
  firstMs?: number;
  totalMs?: number;
  usage?: Usage;
  /** The conversation before it was too long to be sent whole. */
  isCut?: boolean;
}

export interface Settings extends Omit<Asked, "model" | "messages"> {
  system?: string;
}

type Change = Partial<Turn> | ((turn: Turn) => Partial<Turn>);

export function useChat() {
  const [panes, setPanes] = useState<Turn[][]>([[], []]);
  // of the last question, and of those before that still wait for what they came to
  const last = useRef<AbortController>(undefined);
  const open = useRef(new Set<AbortController>());
  const lastId = useRef(0);
  const leave = useCallback(() => {
    for (const controller of open.current) controller.abort();
  }, []);
  useEffect(() => leave, [leave]);

  const change = useCallback((id: number, by: Change) => {
    const changed = (turn: Turn) =>
      turn.id === id ? { ...turn, ...(typeof by === "function" ? by(turn) : by) } : turn;
    setPanes((now) => now.map((turns) => turns.map(changed)));
  }, []);

  const ask = async (turn: Turn, body: Asked, signal: AbortSignal) => {
    const begun = performance.now();
    const took = () => performance.now() - begun;
    const end = (by: Partial<Turn>) =>
      change(turn.id, (now) => (now.state === "running" ? { ...by, totalMs: took() } : {}));
    try {
      await chat(body, signal, {
        onText: (text) => change(turn.id, ({ answer, firstMs = took() }) => ({ answer: answer + text, firstMs })),
        onDone: () => end({ state: "done" }),
        onRefused: (problem) => end({ state: "failed", problem }),
        onUsage: (usage) => change(turn.id, { usage }),
      });
      end({ state: "failed", problem: { code: "CUT_OFF", message: "" } });
    } catch (error) {
      end(signal.aborted ? { state: "stopped" } : { state: "failed", problem: error as Error });
    }
  };

  const send = (question: string, models: string[], { system, ...settings }: Settings) => {
    const controller = new AbortController();
    last.current = controller;
    open.current.add(controller);
    const asked = models.map((model, place) => {
      lastId.current += 1;
      const { messages, isCut } = messagesOf(panes[place] ?? [], question, system);
      const turn: Turn = { id: lastId.current, model, question, answer: "", state: "running", isCut };
      return { turn, body: { model, messages, ...settings } };
    });
    setPanes(panes.map((before, place) => [...before, ...asked.slice(place, place + 1).map(({ turn }) => turn)]));
    const all = asked.map(({ turn, body }) => ask(turn, body, controller.signal));
    void Promise.all(all).finally(() => open.current.delete(controller));
  };

  const stop = () => last.current?.abort();
  const clear = () => {
    leave();
    setPanes([[], []]);
  };
  const isRunning = panes.some((turns) => turns.some(({ state }) => state === "running"));
  return { panes, isRunning, send, stop, clear };
}

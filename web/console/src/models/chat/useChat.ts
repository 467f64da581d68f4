/** One conversation a pane, all with the same questions; answers come side by side. */
import { useCallback, useEffect, useRef, useState } from "react";
import { type Asked, chat, type Refusal, type Usage } from "../../api/playground";

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
}

export interface Settings extends Omit<Asked, "model" | "messages"> {
  system?: string;
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

export function useChat() {
  const [panes, setPanes] = useState<Turn[][]>([[], []]);
  const abort = useRef<AbortController>(undefined);
  const lastId = useRef(0);
  useEffect(() => () => abort.current?.abort(), []);

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
    abort.current = controller;
    const turns = models.map((model): Turn => {
      lastId.current += 1;
      return { id: lastId.current, model, question, answer: "", state: "running" };
    });
    setPanes(panes.map((before, place) => [...before, ...turns.slice(place, place + 1)]));
    turns.forEach((turn, place) => {
      const messages = messagesOf(panes[place] ?? [], question, system);
      void ask(turn, { model: turn.model, messages, ...settings }, controller.signal);
    });
  };

  const stop = () => abort.current?.abort();
  const clear = () => {
    stop();
    setPanes([[], []]);
  };
  const isRunning = panes.some((turns) => turns.some(({ state }) => state === "running"));
  return { panes, isRunning, send, stop, clear };
}

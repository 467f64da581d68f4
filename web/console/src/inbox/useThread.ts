/** The open conversation: history first, then live from where the history ended. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useReducer, useState } from "react";
import { newClientId } from "../../../shared/format";
import { eventBody } from "../../../shared/sse";
import type { LiveStream } from "../../../shared/stream";
import type { Delta, Message, StatusChange, ThreadAction } from "../../../shared/thread";
import { EMPTY_THREAD, threadReducer } from "../../../shared/thread";
import { client, dataOf } from "../api/client";
import { openSignedInStream } from "../live/stream";
import { forgetSession } from "./queries";

const HISTORY_PAGE = 200;

async function loadHistory(name: string, stop: AbortSignal): Promise<Message[]> {
  const messages: Message[] = [];
  for (;;) {
    const after = messages[messages.length - 1]?.seq ?? 0;
    const page = { path: { name }, query: { after_seq: after, limit: HISTORY_PAGE } };
    const call = client.GET("/api/sessions/{name}/messages", { params: page, signal: stop });
    const { items, has_more } = await dataOf(call);
    messages.push(...items);
    if (!has_more || items.length === 0) return messages;
  }
}

/** What each kind of event changes, by its body. */
const ACTIONS: Record<string, ((body: never) => ThreadAction | undefined) | undefined> = {
  message: (message: Message) => ({ type: "messages", messages: [message] }),
  note: (message: Message) => ({ type: "messages", messages: [message] }),
  status: (change: StatusChange) => ({ type: "status", change }),
  delta: (delta: Delta) => (delta.text ? { type: "delta", ...delta } : undefined),
  typing: ({ role, typing = true }: { role?: string; typing?: boolean }) =>
    role === "visitor" ? { type: "typing", isTyping: typing } : undefined,
};

export function useThread(name: string) {
  const [thread, dispatch] = useReducer(threadReducer, EMPTY_THREAD);
  const [loading, setLoading] = useState<"loading" | "ready" | "failed">("loading");
  const [round, setRound] = useState(0);
  const queries = useQueryClient();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round means: try again
  useEffect(() => {
    const stop = new AbortController();
    let live: LiveStream | undefined;
    dispatch({ type: "reset" });
    setLoading("loading");
    loadHistory(name, stop.signal).then(
      (messages) => {
        if (stop.signal.aborted) return;
        dispatch({ type: "messages", messages });
        setLoading("ready");
        live = openSignedInStream(`session ${name}`, {
          url: `/api/sessions/${encodeURIComponent(name)}/events`,
          lastEventId: String(messages[messages.length - 1]?.seq ?? 0),
          onOver: (code) => {
            if (code.endsWith("NOT_FOUND")) forgetSession(queries, name);
          },
          onEvent: (event) => {
            const body = eventBody<never>(event);
            const action = body && ACTIONS[event.event]?.(body);
            if (action) dispatch(action);
          },
        });
      },
      () => {
        if (!stop.signal.aborted) setLoading("failed");
      },
    );
    return () => {
      stop.abort();
      live?.close();
    };
  }, [name, round, queries]);

  const deliver = useCallback(
    async (clientMessageId: string, content: string) => {
      const created_at = new Date().toISOString();
      dispatch({ type: "sending", client_message_id: clientMessageId, content, created_at });
      try {
        const body = { session_name: name, content, client_message_id: clientMessageId };
        dispatch({ type: "messages", messages: [await dataOf(client.POST("/api/manual/messages", { body }))] });
      } catch (error) {
        dispatch({ type: "failed", client_message_id: clientMessageId });
        throw error;
      }
    },
    [name],
  );

  return {
    thread,
    loading,
    reload: () => setRound((count) => count + 1),
    send: (content: string) => deliver(newClientId(), content),
    resend: (clientMessageId: string, content: string) => deliver(clientMessageId, content),
    discard: (clientMessageId: string) => dispatch({ type: "discarded", client_message_id: clientMessageId }),
  };
}

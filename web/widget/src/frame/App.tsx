import { useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import type { ToFrame } from "../protocol";
import type { Bridge } from "./bridge";
import { Composer } from "./Composer";
import { Conversation } from "./conversation";
import type { Translate } from "./i18n";
import { Messages } from "./Messages";
import { StatusLine } from "./StatusLine";
import { conversationMemory } from "./storage";
import { keepFocusInside } from "./trap";
import { useOpeningLine } from "./useOpeningLine";

interface Props {
  assistant: string;
  bridge: Bridge;
  locale: string;
  t: Translate;
  isFramed: boolean;
}

export function App({ assistant, bridge, locale, t, isFramed }: Props) {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [isOpen, setOpen] = useState(!isFramed);
  const input = useRef<HTMLTextAreaElement>(null);
  const panel = useRef<HTMLElement>(null);
  const conversation = useMemo(
    () =>
      new Conversation(assistant, conversationMemory(assistant), (message) =>
        bridge.tell({ type: "message", message: { role: message.role, content: message.content } }),
      ),
    [assistant, bridge],
  );
  const opening = useOpeningLine(assistant, t("greeting"));
  const { thread, connection, isAnswering, isEscalating, trouble } = conversation.state;

  useEffect(() => {
    const unsubscribe = conversation.subscribe(() => redraw(undefined));
    conversation.resume();
    const unlisten = bridge.listen((message: ToFrame) => {
      if (message.type === "opened") {
        setOpen(true);
        setTimeout(() => input.current?.focus());
      } else if (message.type === "closed") setOpen(false);
      else conversation.setUser(message.user);
    });
    bridge.tell({ type: "ready" });
    return () => {
      unsubscribe();
      unlisten();
      conversation.close();
    };
  }, [conversation, bridge]);

  const unread = thread.messages.filter((m) => m.seq > conversation.readSeq && m.role !== "visitor").length;
  useEffect(() => {
    bridge.tell({ type: "unread", count: unread });
  }, [unread, bridge]);

  useEffect(() => {
    if (thread.status) bridge.tell({ type: "status", status: thread.status });
  }, [thread.status, bridge]);

  useEffect(() => {
    if (trouble) bridge.tell({ type: "error", message: trouble });
  }, [trouble, bridge]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") bridge.tell({ type: "close" });
    else if (panel.current) keepFocusInside(panel.current, event);
  };

  const isClosed = thread.status === "closed";
  return (
    <section class="panel" ref={panel} role="dialog" aria-label={t("title")} onKeyDown={onKeyDown}>
      <header class="head">
        <div class="head-text">
          <h1>{t("title")}</h1>
          <StatusLine thread={thread} connection={connection} t={t} />
        </div>
        {isFramed && (
          <button type="button" class="icon" aria-label={t("close")} onClick={() => bridge.tell({ type: "close" })}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M6 6l12 12M18 6L6 18" />
            </svg>
          </button>
        )}
      </header>
      <Messages
        thread={thread}
        isAnswering={isAnswering}
        locale={locale}
        t={t}
        opening={opening}
        isOpen={isOpen}
        readSeq={conversation.readSeq}
        onSeen={(seq) => conversation.markRead(seq)}
        onRetry={(id) => void conversation.retry(id)}
        isEscalating={isEscalating}
        onEscalate={() => void conversation.escalate()}
      />
      {trouble && (
        <p class="trouble" role="alert">
          {t(trouble === "busy" ? "errorBusy" : "errorOffline")}
        </p>
      )}
      <footer class="foot">
        {isClosed ? (
          <button type="button" class="primary wide" onClick={() => conversation.startNew()}>
            {t("newConversation")}
          </button>
        ) : (
          <>
            {(thread.status === undefined || thread.status === "bot") && (
              <button
                type="button"
                class="chip"
                disabled={isEscalating}
                onClick={() => void conversation.escalate()}
                data-action="escalate"
              >
                {t(isEscalating ? "asking" : "talkToHuman")}
              </button>
            )}
            <Composer
              inputRef={input}
              t={t}
              isBusy={isAnswering && (thread.status ?? "bot") === "bot"}
              onSend={(text) => void conversation.send(text)}
            />
          </>
        )}
      </footer>
    </section>
  );
}

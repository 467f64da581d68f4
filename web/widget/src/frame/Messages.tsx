import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { formatClock } from "../../../shared/format";
import type { Message, PendingMessage, ThreadState } from "../../../shared/thread";
import type { Translate } from "./i18n";
import { Sources } from "./Sources";
import { useReading } from "./useReading";

interface Props {
  thread: ThreadState;
  isAnswering: boolean;
  locale: string;
  t: Translate;
  /** What the assistant says first; undefined while it is not known yet. */
  opening: string | undefined;
  isOpen: boolean;
  readSeq: number;
  onSeen: (seq: number) => void;
  onRetry: (clientMessageId: string) => void;
  isEscalating: boolean;
  onEscalate: () => void;
}

export function Messages(props: Props) {
  const { thread, isAnswering, locale, t, opening, isOpen, readSeq, onSeen, onRetry } = props;
  const list = useRef<HTMLDivElement>(null);
  const last = thread.messages[thread.messages.length - 1];
  const isBot = (thread.status ?? "bot") === "bot";
  const isWriting = thread.isTyping || (isAnswering && isBot && !thread.draft && last?.role !== "assistant");
  const sizes = [thread.messages.length, thread.pending.length, thread.draft.length, isWriting, opening?.length];
  const isSending = thread.pending.length > 0;
  const look = useReading({ list, isOpen, growth: sizes.join(), isSending, readSeq, onSeen });

  return (
    <div class="messages" ref={list} role="log" aria-live="polite" aria-label={t("messages")} onScroll={look}>
      {opening !== undefined && (
        <div class="message" data-role="assistant">
          <div class="bubble">{opening}</div>
        </div>
      )}
      {thread.messages.map((message) => (
        <Row key={message.seq} message={message} locale={locale} t={t}>
          {message.offers_human && isBot && (
            <button type="button" class="chip" disabled={props.isEscalating} onClick={props.onEscalate}>
              {t(props.isEscalating ? "asking" : "talkToHuman")}
            </button>
          )}
        </Row>
      ))}
      {thread.draft && (
        <div class="message" data-role="assistant" data-draft aria-hidden="true">
          <div class="bubble">{thread.draft}</div>
        </div>
      )}
      {thread.pending.map((pending) => (
        <PendingRow key={pending.client_message_id} pending={pending} t={t} onRetry={onRetry} />
      ))}
      {isWriting && (
        <div class="message" data-role="assistant">
          <div class="bubble dots" role="status" aria-label={t("typing")}>
            <i />
            <i />
            <i />
          </div>
        </div>
      )}
    </div>
  );
}

interface RowProps {
  message: Message;
  locale: string;
  t: Translate;
  children: ComponentChildren;
}

function Row({ message, locale, t, children }: RowProps) {
  if (message.role === "system") {
    return (
      <p class="notice" data-seq={message.seq}>
        {message.code ? t("unavailable") : message.content}
      </p>
    );
  }
  const who =
    message.role === "operator" ? (message.author ?? t("team")) : t(message.role === "visitor" ? "you" : "assistant");
  return (
    <div class="message" data-role={message.role} data-seq={message.seq}>
      <div class="bubble">
        <span class="hidden">{who}: </span>
        {message.content}
      </div>
      {message.sources && message.sources.length > 0 && <Sources sources={message.sources} locale={locale} t={t} />}
      {children}
      <small class="meta">
        {message.role === "visitor" ? "" : `${who} · `}
        <time dateTime={message.created_at}>{formatClock(message.created_at, locale)}</time>
        {message.is_partial && ` · ${t("interrupted")}`}
      </small>
    </div>
  );
}

function PendingRow({ pending, t, onRetry }: { pending: PendingMessage; t: Translate; onRetry: Props["onRetry"] }) {
  return (
    <div class="message" data-role="visitor" data-pending={!pending.failed}>
      <div class="bubble">{pending.content}</div>
      {pending.failed && (
        <small class="meta failed">
          {t("notSent")}{" "}
          <button type="button" class="link" onClick={() => onRetry(pending.client_message_id)}>
            {t("retry")}
          </button>
        </small>
      )}
    </div>
  );
}

import { useEffect, useRef } from "preact/hooks";
import { formatClock } from "../../../shared/format";
import type { Message, PendingMessage, ThreadState } from "../../../shared/thread";
import type { Translate } from "./i18n";
import { Sources } from "./Sources";

interface Props {
  thread: ThreadState;
  isAnswering: boolean;
  locale: string;
  t: Translate;
  onRetry: (clientMessageId: string) => void;
}

const NEAR_END_PX = 120;

export function Messages({ thread, isAnswering, locale, t, onRetry }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const last = thread.messages[thread.messages.length - 1];
  const isBot = (thread.status ?? "bot") === "bot";
  const isWriting = thread.isTyping || (isAnswering && isBot && !thread.draft && last?.role !== "assistant");
  const size = thread.messages.length + thread.pending.length;

  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the conversation's growth
  useEffect(() => {
    const box = list.current;
    if (!box) return;
    const isNearEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX + box.clientHeight / 2;
    if (isNearEnd || thread.pending.length > 0) box.scrollTop = box.scrollHeight;
  }, [size, thread.draft, isWriting]);

  return (
    <div class="messages" ref={list} role="log" aria-live="polite" aria-label={t("messages")}>
      <div class="message" data-role="assistant">
        <div class="bubble">{t("greeting")}</div>
      </div>
      {thread.messages.map((message) => (
        <Row key={message.seq} message={message} locale={locale} t={t} />
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

function Row({ message, locale, t }: { message: Message; locale: string; t: Translate }) {
  if (message.role === "system") return <p class="notice">{message.code ? t("unavailable") : message.content}</p>;
  const who =
    message.role === "operator" ? (message.author ?? t("team")) : t(message.role === "visitor" ? "you" : "assistant");
  return (
    <div class="message" data-role={message.role}>
      <div class="bubble">
        <span class="hidden">{who}: </span>
        {message.content}
      </div>
      {message.sources && message.sources.length > 0 && <Sources sources={message.sources} locale={locale} t={t} />}
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

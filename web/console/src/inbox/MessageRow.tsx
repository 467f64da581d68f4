import { FileTextOutlined, ShoppingOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { safeImageUrl, safeUrl } from "../../../shared/format";
import type { Message, PendingMessage, Source } from "../../../shared/thread";
import { formatMoney } from "../format";
import { Coded } from "../ui/Status";
import { Time } from "../ui/Time";
import { wordsOf } from "../words";

/** Messages of one author within five minutes read as one block. */
const SAME_BLOCK_MS = 300_000;

function startsBlock(message: Message, previous: Message | undefined): boolean {
  if (previous?.role !== message.role || previous.note_for !== message.note_for) return true;
  return Date.parse(message.created_at) - Date.parse(previous.created_at) > SAME_BLOCK_MS;
}

export function MessageRow({ message, previous }: { message: Message; previous: Message | undefined }) {
  const { t } = useTranslation();
  if (message.role === "system") {
    const { code, content } = message;
    const words = wordsOf(`inbox.code.${code}`); // why the assistant says nothing, for whoever serves the session
    return (
      <p className="notice" title={words && content}>
        {code ? <Coded words={words ?? content} code={code} /> : content} · <Time value={message.created_at} />
      </p>
    );
  }
  const isFirst = startsBlock(message, previous);
  const who =
    message.role === "operator" ? (message.author ?? t("inbox.author.operator")) : t(`inbox.author.${message.role}`);
  return (
    <div className="message" data-role={message.note_for ? "note" : message.role} data-first={isFirst || undefined}>
      {isFirst && (
        <div className="message-head">
          <span>{message.note_for ? t("inbox.noteFor", { who, name: message.note_for }) : who}</span>{" "}
          <Time value={message.created_at} />
        </div>
      )}
      <div className="bubble">{message.content}</div>
      {message.is_partial && <div className="message-head">{t("inbox.interrupted")}</div>}
      {message.sources && message.sources.length > 0 && (
        <ul className="sources" aria-label={t("inbox.sources")}>
          {message.sources.map((source) => (
            <li key={source.id ?? source.url ?? source.title}>
              <SourceLink source={source} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface PendingProps {
  pending: PendingMessage;
  onRetry: () => void;
  onDiscard: () => void;
}

export function PendingRow({ pending, onRetry, onDiscard }: PendingProps) {
  const { t } = useTranslation();
  return (
    <div className="message" data-role="operator" data-pending={!pending.failed || undefined}>
      <div className="bubble">{pending.content}</div>
      {pending.failed ? (
        <div className="message-failed" role="alert">
          {t("inbox.notSent")}
          <Button type="link" size="small" onClick={onRetry}>
            {t("action.retry")}
          </Button>
          <Button type="link" size="small" onClick={onDiscard}>
            {t("inbox.discard")}
          </Button>
        </div>
      ) : (
        <div className="message-head">{t("inbox.sending")}</div>
      )}
    </div>
  );
}

function SourceLink({ source }: { source: Source }) {
  const image = safeImageUrl(source.image_url);
  const link = safeUrl(source.url);
  const body = (
    <>
      {image && <img src={image} alt="" loading="lazy" />}
      {!image && (
        <span className="no-image" aria-hidden="true">
          {source.kind === "article" ? <FileTextOutlined /> : <ShoppingOutlined />}
        </span>
      )}
      <span className="source-title" title={source.text ?? source.title}>
        {source.title}
      </span>
      {source.price_minor != null && source.currency && (
        <span className="soft nowrap">{formatMoney(source.price_minor, source.currency)}</span>
      )}
    </>
  );
  if (!link) return <span className="source">{body}</span>;
  return (
    <a className="source" href={link} target="_blank" rel="noopener noreferrer">
      {body}
    </a>
  );
}

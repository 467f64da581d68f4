import { Button, Input } from "antd";
import type { TextAreaRef } from "antd/es/input/TextArea";
import { type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";
import { keepDraft, readDraft } from "./drafts";

interface Props {
  field: RefObject<TextAreaRef | null>;
  /** The name of what is not sent yet. */
  draft: string;
  reason: string | undefined;
  onSend: (text: string) => void;
}

export function Composer({ field, draft, reason, onSend }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => readDraft(draft));
  const write = (next: string) => {
    setText(next);
    keepDraft(draft, next);
  };
  const send = () => {
    const content = text.trim();
    if (!content || reason) return;
    onSend(content);
    write("");
  };
  if (reason) {
    return (
      <footer className="composer" data-read-only>
        <p role="status">{reason}</p>
      </footer>
    );
  }
  return (
    <footer className="composer">
      <Input.TextArea
        ref={field}
        aria-label={t("inbox.reply")}
        placeholder={t("inbox.replyPlaceholder")}
        autoSize={{ minRows: 2, maxRows: 8 }}
        variant="borderless"
        maxLength={4000}
        value={text}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            send();
          } else if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <div className="composer-end">
        <span className="soft small">{t("inbox.sendHint")}</span>
        <Button type="primary" onClick={send} disabled={!text.trim()}>
          {t("inbox.send")}
        </Button>
      </div>
    </footer>
  );
}

import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import type { Translate } from "./i18n";

interface Props {
  inputRef: RefObject<HTMLTextAreaElement | null>;
  t: Translate;
  isBusy: boolean;
  onSend: (text: string) => void;
}

const MAX_HEIGHT_PX = 120;

export function Composer({ inputRef, t, isBusy, onSend }: Props) {
  const [text, setText] = useState("");
  const send = () => {
    const content = text.trim();
    if (!content || isBusy) return;
    onSend(content);
    setText("");
    if (inputRef.current) inputRef.current.style.height = "";
    inputRef.current?.focus();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={inputRef}
        rows={1}
        maxLength={4000}
        value={text}
        placeholder={t("placeholder")}
        aria-label={t("placeholder")}
        onInput={(event) => {
          const field = event.currentTarget;
          setText(field.value);
          field.style.height = "";
          field.style.height = `${Math.min(field.scrollHeight, MAX_HEIGHT_PX)}px`;
        }}
        onKeyDown={(event) => {
          // isComposing: Enter that picks a Chinese candidate must not send.
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" class="send" aria-label={t("send")} disabled={!text.trim() || isBusy}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 19V5M6 11l6-6 6 6" />
        </svg>
      </button>
    </form>
  );
}

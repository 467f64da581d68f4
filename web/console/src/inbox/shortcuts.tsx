import { Modal } from "antd";
import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import { usePreferences } from "../preferences/store";
import { keepFocus } from "../ui/focus";
import { SettingSwitch } from "../ui/SettingSwitch";

const KEYS = [
  ["J", "next"],
  ["K", "previous"],
  ["R", "reply"],
  ["A", "take"],
  ["T", "transfer"],
  ["E", "close"],
  ["?", "help"],
  ["Ctrl ↵", "send"],
  ["Ctrl K", "search"],
] as const;

export function ShortcutHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      open={isOpen}
      onCancel={onClose}
      footer={null}
      title={t("inbox.shortcuts")}
      width={400}
      afterClose={keepFocus}
    >
      <dl className="keys">
        {KEYS.map(([key, name]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`inbox.key.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <SettingSwitch of="singleKeys" label={t("inbox.singleKeys")} />
    </Modal>
  );
}

/** Single keys, off while typing, in dialogs, or when the operator switched them off. */
export function useShortcuts(actions: Record<string, () => void>): void {
  const { singleKeys } = usePreferences();
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target as HTMLElement | null;
    if (target?.closest("input,textarea,select,[contenteditable=true],[role=dialog],[role=menu]")) return;
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    if (!singleKeys) return;
    const onKeyDown = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [singleKeys]);
}

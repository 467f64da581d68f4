import { Modal } from "antd";
import { useTranslation } from "react-i18next";
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

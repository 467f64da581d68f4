import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { Alert, Button, Modal } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useHold } from "./forms/leaving";

interface Props {
  /** Undefined while there is nothing to show. */
  secret: string | undefined;
  title: string;
  warning: string;
  /** What the person says with the only way out. */
  confirmText: string;
  testId: string;
  onClose: () => void;
  children?: ReactNode;
}

const always = () => true;

/** A secret that is shown once: it stays until the person says that they have it. */
export function ShownOnce({ secret, title, warning, confirmText, testId, onClose, children }: Props) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another secret has not been copied yet
  useEffect(() => setCopied(false), [secret]);
  useHold(secret !== undefined, always, true);
  const copy = async () => {
    if (!secret) return;
    try {
      await navigator.clipboard.writeText(secret);
      setCopied(true);
    } catch {
      // No clipboard here (plain HTTP): the secret can be selected by hand.
    }
  };
  return (
    <Modal
      open={secret !== undefined}
      title={title}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      destroyOnHidden
      footer={
        <Button type="primary" onClick={onClose}>
          {confirmText}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={warning} />
      <div className="secret">
        <code data-testid={testId}>{secret}</code>
        <Button icon={isCopied ? <CheckOutlined /> : <CopyOutlined />} onClick={() => void copy()}>
          {t(isCopied ? "action.copied" : "action.copy")}
        </Button>
      </div>
      {children}
    </Modal>
  );
}

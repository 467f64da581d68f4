import { Alert, Button, Modal } from "antd";
import type { ReactNode } from "react";
import { CopyButton } from "./CopyButton";
import { keepFocus } from "./focus";
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
  useHold(secret !== undefined, always, true);
  return (
    <Modal
      open={secret !== undefined}
      title={title}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      destroyOnHidden
      afterClose={keepFocus}
      footer={
        <Button type="primary" onClick={onClose}>
          {confirmText}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={warning} />
      <div className="secret">
        <code data-testid={testId}>{secret}</code>
        <CopyButton text={secret ?? ""} />
      </div>
      {children}
    </Modal>
  );
}

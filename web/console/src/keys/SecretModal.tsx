import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { Alert, Button, Modal } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CreatedKey } from "./types";

/** The one time a key is shown. */
export function SecretModal({ created, onClose }: { created: CreatedKey | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  const key = created?.key;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key has not been copied yet
  useEffect(() => setCopied(false), [key]);
  const copy = async () => {
    if (!key) return;
    try {
      await navigator.clipboard.writeText(key);
      setCopied(true);
    } catch {
      // No clipboard here (plain HTTP): the key can be selected by hand.
    }
  };
  return (
    <Modal
      open={created !== undefined}
      title={t("keys.created", { name: created?.name ?? "" })}
      onCancel={onClose}
      mask={{ closable: false }}
      destroyOnHidden
      footer={
        <Button type="primary" onClick={onClose}>
          {t("keys.stored")}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t("keys.once")} />
      <div className="secret">
        <code data-testid="client-key">{key}</code>
        <Button icon={isCopied ? <CheckOutlined /> : <CopyOutlined />} onClick={() => void copy()}>
          {t(isCopied ? "action.copied" : "action.copy")}
        </Button>
      </div>
      <p className="soft small">{t("keys.use")}</p>
    </Modal>
  );
}

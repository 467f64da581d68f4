import { Alert, Button, Modal, Typography } from "antd";
import { useTranslation } from "react-i18next";
import type { CreatedInvitation } from "./types";

/** The one time an invitation's link is shown. */
export function InvitationModal({ made, onClose }: { made: CreatedInvitation | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      open={made !== undefined}
      title={t("invitations.made", { email: made?.email ?? "" })}
      onCancel={onClose}
      mask={{ closable: false }}
      destroyOnHidden
      footer={
        <Button type="primary" onClick={onClose}>
          {t("invitations.sent")}
        </Button>
      }
    >
      <Alert type="warning" showIcon title={t("invitations.once")} />
      <Typography.Paragraph className="secret" copyable={{ text: made?.url ?? "" }}>
        <code data-testid="invitation-link">{made?.url}</code>
      </Typography.Paragraph>
    </Modal>
  );
}

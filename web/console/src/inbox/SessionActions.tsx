import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useCan, useMe } from "../auth/session";
import { RowMenu } from "../ui/RowMenu";
import { type Session, visitorName } from "./types";
import type { SessionAction } from "./useSessionActions";

interface Props {
  session: Session | undefined;
  status: Session["status"] | undefined;
  operatorId: string | number | undefined;
  busy: SessionAction | undefined;
  onTake: () => void;
  onRelease: () => void;
  onClose: () => void;
  onReopen: () => void;
  onTransfer: () => void;
  onErase: () => void;
}

/** What the signed-in person may do with the open conversation, as its state allows. */
export function SessionActions(props: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const { session, onErase } = props;
  return (
    <>
      {can("desk.write") && <Moves {...props} />}
      {can("desk.erase") && session && (
        <RowMenu
          name={visitorName(session, t("inbox.visitor"))}
          items={[{ key: "erase", label: t("inbox.erase"), danger: true, onClick: onErase }]}
        />
      )}
    </>
  );
}

function Moves({ session, status, operatorId, busy, onTake, onRelease, onClose, onReopen, onTransfer }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  if (!status) return null;
  if (status === "closed") {
    return (
      <Button loading={busy === "reopen"} onClick={onReopen}>
        {t("inbox.reopen")}
      </Button>
    );
  }
  if (status !== "human") {
    return (
      <Button type="primary" loading={busy === "takeover"} onClick={onTake}>
        {t("inbox.takeOver")}
      </Button>
    );
  }
  if (operatorId !== me?.id) return null;
  return (
    <>
      {!session?.offer && <Button onClick={onTransfer}>{t("inbox.transfer")}</Button>}
      <Button loading={busy === "release"} onClick={onRelease}>
        {t("inbox.release")}
      </Button>
      <Button type="primary" loading={busy === "close"} onClick={onClose}>
        {t("inbox.close")}
      </Button>
    </>
  );
}

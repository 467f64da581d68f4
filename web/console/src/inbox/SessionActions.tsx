import { Button, type ButtonProps } from "antd";
import { useTranslation } from "react-i18next";
import { useCan, useMe } from "../auth/session";
import { RowMenu } from "../ui/RowMenu";
import { type Session, visitorName } from "./types";
import type { SessionAction } from "./useSessionActions";

/** What one does with the open conversation, by button or by key. */
export type Moves = Record<SessionAction | "transfer" | "erase", () => void>;

interface Props {
  session: Session | undefined;
  status: Session["status"] | undefined;
  operatorId: string | number | undefined;
  busy: SessionAction | undefined;
  moves: Moves;
}

/** What the signed-in person may do with the open conversation, as its state allows. */
export function SessionActions(props: Props) {
  const { t } = useTranslation();
  const can = useCan();
  const { session, moves } = props;
  return (
    <>
      {can("desk.write") && <MoveButtons {...props} />}
      {can("desk.erase") && session && (
        <RowMenu
          name={visitorName(session)}
          items={[{ key: "erase", label: t("inbox.erase"), danger: true, onClick: moves.erase }]}
        />
      )}
    </>
  );
}

function MoveButtons({ session, status, operatorId, busy, moves }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const button = (move: keyof Moves, type: ButtonProps["type"] = "default") => (
    <Button type={type} loading={busy === move} onClick={moves[move]}>
      {t(`inbox.${move}`)}
    </Button>
  );
  if (!status) return null;
  if (status === "closed") return button("reopen");
  if (status !== "human") return button("takeover", "primary");
  if (operatorId !== me?.id) return null;
  return (
    <>
      {!session?.offer && button("transfer")}
      {button("release")}
      {button("close", "primary")}
    </>
  );
}

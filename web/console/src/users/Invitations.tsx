import { useTranslation } from "react-i18next";
import { deleteItem } from "../api/resources";
import { useCan } from "../auth/session";
import { actionsColumn, type Columns, column } from "../ui/list/columns";
import { ListTable } from "../ui/list/ListTable";
import { useList } from "../ui/list/useResource";
import { Time } from "../ui/Time";
import { useAction } from "../ui/useAction";
import { useConfirm } from "../ui/useConfirm";
import type { Invitation } from "./types";

const LIST = "/api/invitations";

/** Invitations that can still be used; shown while there are some. */
export function Invitations() {
  const { t } = useTranslation();
  const mayWrite = useCan()("users.write");
  const confirm = useConfirm();
  const { run } = useAction([LIST]);
  const list = useList(LIST, { isPaged: false });
  const withdraw = ({ id, email }: Invitation) =>
    confirm(t("invitations.withdraw", { email }), t("invitations.withdrawHint"), t("invitations.withdrawAction"), () =>
      run(() => deleteItem("/api/invitations/{invitation_id}", id), t("invitations.withdrawn", { email })),
    );
  const columns: Columns<Invitation> = [
    { title: t("auth.email"), dataIndex: "email" },
    column(t("users.role"), ({ role }) => t(`role.${role}`)),
    column(t("invitations.by"), ({ invited_by }) => invited_by ?? "—"),
    column(t("invitations.expires"), (row) => <Time value={row.expires_at} />),
    actionsColumn(
      ({ email }) => email,
      [
        {
          key: "withdraw",
          label: t("invitations.withdrawAction"),
          isDanger: true,
          isOff: !mayWrite,
          onClick: withdraw,
        },
      ],
    ),
  ];
  if (!list.error && !list.items?.length) return null;
  return (
    <section className="below" aria-label={t("invitations.title")}>
      <h2 className="section-title">{t("invitations.title")}</h2>
      <ListTable label={t("invitations.title")} list={list} columns={columns} empty={null} />
    </section>
  );
}

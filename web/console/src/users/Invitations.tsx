import { useTranslation } from "react-i18next";
import { deleteItem, resource } from "../api/resources";
import { useCan } from "../auth/session";
import { actionsColumn, type Columns } from "../ui/list/columns";
import { ListTable } from "../ui/list/ListTable";
import { useList } from "../ui/list/useResource";
import { Time } from "../ui/Time";
import { useAction } from "../ui/useAction";
import { useConfirm } from "../ui/useConfirm";
import type { Invitation } from "./types";

const INVITATIONS = resource("/api/invitations", "/api/invitations/{invitation_id}");

/** Invitations that can still be used; shown while there are some. */
export function Invitations() {
  const { t } = useTranslation();
  const mayWrite = useCan()("users.write");
  const confirm = useConfirm();
  const { run } = useAction([INVITATIONS.list]);
  const list = useList(INVITATIONS.list, { isPaged: false });
  const withdraw = ({ id, email }: Invitation) =>
    confirm(t("invitations.withdraw", { email }), t("invitations.withdrawHint"), t("invitations.withdrawAction"), () =>
      run(() => deleteItem(INVITATIONS.item, id), t("invitations.withdrawn", { email })),
    );
  const columns: Columns<Invitation> = [
    { title: t("auth.email"), dataIndex: "email" },
    { title: t("users.role"), key: "role", render: (_, { role }) => t(`role.${role}`) },
    { title: t("invitations.by"), key: "by", render: (_, { invited_by }) => invited_by ?? "—" },
    { title: t("invitations.expires"), key: "expires", render: (_, row) => <Time value={row.expires_at} /> },
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
      <ListTable
        label={t("invitations.title")}
        items={list.items}
        error={list.error}
        onRetry={list.retry}
        columns={columns}
        empty={null}
      />
    </section>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import { client, dataOf, type Schema } from "../api/client";
import { deleteItem, readAgain } from "../api/resources";
import { useCan, useMe } from "../auth/session";
import { CHOICES } from "../generated/values";
import { type DrawerState, FormDrawer } from "../ui/forms/FormDrawer";
import { fieldsOf } from "../ui/forms/fields";
import { actionsColumn, type Columns, column } from "../ui/list/columns";
import { ListTable } from "../ui/list/ListTable";
import { useList } from "../ui/list/useResource";
import { Time } from "../ui/Time";
import { useAction, useConfirm } from "../ui/useAction";
import { useAddress } from "../ui/useAddress";
import type { CreatedInvitation, Invitation, Role } from "./types";

const LIST = "/api/invitations";

const { TextField } = fieldsOf("users", "InvitationCreate");

type Values = Schema<"InvitationCreate">;

/** Invitations that can still be used; shown while there are some. */
export function Invitations() {
  const { t } = useTranslation();
  const mayWrite = useCan()("users.write");
  const confirm = useConfirm();
  const { run } = useAction([LIST]);
  const list = useList(LIST, { isPaged: false });
  const sought = (useAddress(["q"] as const).values.q ?? "").toLowerCase();
  const items = list.items?.filter(({ email }) => email.toLowerCase().includes(sought));
  const withdraw = ({ id, email }: Invitation) =>
    confirm(t("invitations.withdraw", { email }), t("invitations.withdrawHint"), t("invitations.withdrawAction"), () =>
      run(() => deleteItem("/api/invitations/{invitation_id}", id), t("invitations.withdrawn", { email })),
    );
  const label = t("invitations.withdrawAction");
  const withdrawing = { key: "withdraw", label, isDanger: true, isOff: !mayWrite, onClick: withdraw };
  const columns: Columns<Invitation> = [
    { title: t("auth.email"), dataIndex: "email" },
    column(t("users.role"), ({ role }) => t(`role.${role}`)),
    column(t("invitations.by"), ({ invited_by }) => invited_by ?? "—"),
    column(t("invitations.expires"), (row) => <Time value={row.expires_at} />),
    actionsColumn(({ email }) => email, [withdrawing]),
  ];
  if (!list.error && !items?.length) return null;
  return (
    <section className="below" aria-label={t("invitations.title")}>
      <h2 className="section-title">{t("invitations.title")}</h2>
      <ListTable label={t("invitations.title")} list={{ ...list, items }} columns={columns} empty={null} />
    </section>
  );
}

type InviteProps = DrawerState & { onCreated: (invitation: CreatedInvitation) => void };

export function InviteDrawer({ isOpen, onClose, onCreated }: InviteProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const submit = async (body: Values) => {
    onCreated(await dataOf(client.POST(LIST, { body })));
    void readAgain(queries, [LIST]);
  };
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      title={t("invitations.invite")}
      initial={{ email: "", role: "operator" }}
      submitText={t("invitations.make")}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField name="email" isRequired autoComplete="off" />
      <RoleField without="pending" extra={t("invitations.hint")} />
    </FormDrawer>
  );
}

interface RoleProps {
  /** What the person has now. */
  now?: Role | undefined;
  /** Nobody is to be one. */
  without?: Role;
  extra?: string;
}

/** The role of a person, with what each may do. Owners and admins are made by owners alone. */
export function RoleField({ now, without, extra }: RoleProps) {
  const { t } = useTranslation();
  const isOwner = useMe()?.role === "owner";
  const isGiven = (role: Role) => role !== without && (isOwner || (role !== "owner" && role !== "admin"));
  const roles = CHOICES.Role.filter((role) => role === now || isGiven(role));
  return (
    <Form.Item name="role" label={t("users.role")} extra={extra}>
      <Select options={roles.map((value) => ({ value, label: `${t(`role.${value}`)} — ${t(`roleHint.${value}`)}` }))} />
    </Form.Item>
  );
}

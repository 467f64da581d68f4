import { MailOutlined, TeamOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../auth/session";
import { type Columns, column, nameColumn } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { ShownOnce } from "../ui/ShownOnce";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import { DeactivateModal } from "./DeactivateModal";
import { Invitations, InviteDrawer } from "./Invitations";
import { type CreatedInvitation, USERS, type User } from "./types";
import { UserDrawer } from "./UserDrawer";

export function UsersPage() {
  const { t } = useTranslation();
  const me = useMe();
  const users = useResource(USERS);
  const { mayWrite, change } = users;
  const inviting = useOpened<User>(undefined, USERS.item, "invite");
  const [leaving, setLeaving] = useState<User>();
  const [invited, setInvited] = useState<CreatedInvitation>();
  const columns: Columns<User> = [
    nameColumn(t("users.name"), USERS.nameOf, ({ id, email }) =>
      id === me?.id ? `(${t("users.you")}) ${email}` : email,
    ),
    column(t("users.role"), ({ role }) => t(`role.${role}`)),
    { title: t("users.maxSessions"), dataIndex: "max_sessions", align: "right" },
    column(t("users.lastLogin"), (user) => <Time value={user.last_login_at} fallback={t("users.never")} />),
    column(t("users.state"), ({ is_active }) => (
      <Status tone={is_active ? "good" : "calm"}>{t(is_active ? "users.active" : "users.inactive")}</Status>
    )),
  ];
  return (
    <Page title={t("nav.users")} description={t("users.description")}>
      <ResourceList
        of={users}
        label={t("nav.users")}
        icon={<TeamOutlined />}
        columns={columns}
        rowActions={[
          {
            key: "deactivate",
            label: t("users.deactivateAction"),
            isDanger: true,
            isFor: (user) => user.is_active,
            isOff: (user) => !mayWrite || user.id === me?.id,
            onClick: setLeaving,
          },
          {
            key: "activate",
            label: t("users.activate"),
            isFor: (user) => !user.is_active,
            isOff: !mayWrite,
            onClick: (user) => change(user, { is_active: true, revoke_keys: false }),
          },
        ]}
        isDeletable={false}
        actions={
          mayWrite && (
            <Button icon={<MailOutlined />} onClick={inviting.openNew}>
              {t("invitations.invite")}
            </Button>
          )
        }
        form={(props) => <UserDrawer {...props} />}
      />
      <Invitations />
      <InviteDrawer isOpen={inviting.isNew} onClose={inviting.close} onCreated={setInvited} />
      <ShownOnce
        secret={invited?.url}
        title={t("invitations.made", { email: invited?.email ?? "" })}
        warning={t("invitations.once")}
        confirmText={t("invitations.sent")}
        testId="invitation-link"
        onClose={() => setInvited(undefined)}
      />
      <DeactivateModal user={leaving} onClose={() => setLeaving(undefined)} />
    </Page>
  );
}

import { MailOutlined, TeamOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { resource } from "../api/resources";
import { useCan, useMe } from "../auth/session";
import { actionsColumn, type Columns } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { ShownOnce } from "../ui/ShownOnce";
import { Status } from "../ui/Status";
import { TextFilter } from "../ui/TextFilter";
import { Time } from "../ui/Time";
import { useAddress } from "../ui/useAddress";
import { DeactivateModal } from "./DeactivateModal";
import { Invitations } from "./Invitations";
import { InviteDrawer } from "./InviteDrawer";
import type { CreatedInvitation, User } from "./types";
import { UserDrawer } from "./UserDrawer";

const USERS = resource("/api/users", "/api/users/{user_id}");

export function UsersPage() {
  const { t } = useTranslation();
  const me = useMe();
  const mayWrite = useCan()("users.write");
  const { values, set } = useAddress(["q"]);
  const { list, opened, change } = useResource(USERS, { filters: values });
  const inviting = useOpened<User>(undefined, USERS.item, "invite");
  const [leaving, setLeaving] = useState<User>();
  const [invited, setInvited] = useState<CreatedInvitation>();
  const columns: Columns<User> = [
    {
      title: t("users.name"),
      key: "name",
      render: (_, user) => (
        <>
          <span className="cell-title">{user.name}</span>{" "}
          <span className="soft">
            {user.id === me?.id && `(${t("users.you")}) `}
            {user.email}
          </span>
        </>
      ),
    },
    { title: t("users.role"), key: "role", render: (_, { role }) => t(`role.${role}`) },
    { title: t("users.maxSessions"), dataIndex: "max_sessions", align: "right" },
    {
      title: t("users.lastLogin"),
      key: "login",
      render: (_, user) => <Time value={user.last_login_at} fallback={t("users.never")} />,
    },
    {
      title: t("users.state"),
      key: "state",
      render: (_, { is_active }) => (
        <Status tone={is_active ? "good" : "calm"}>{t(is_active ? "users.active" : "users.inactive")}</Status>
      ),
    },
    actionsColumn(
      ({ name }) => name,
      [
        { key: "edit", label: t("action.edit"), isOff: !mayWrite, onClick: opened.open },
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
      ],
    ),
  ];
  return (
    <Page title={t("nav.users")} description={t("users.description")}>
      <ResourceList
        list={list}
        opened={opened}
        columns={columns}
        mayWrite={mayWrite}
        icon={<TeamOutlined />}
        words={{ label: t("nav.users"), add: t("users.add"), none: t("users.empty"), noneHint: "" }}
        filters={<TextFilter label={t("list.search")} value={values.q} onChange={(q) => set({ q })} />}
        isFiltered={values.q !== ""}
        actions={
          mayWrite && (
            <Button icon={<MailOutlined />} onClick={inviting.openNew}>
              {t("invitations.invite")}
            </Button>
          )
        }
        form={(user, isOpen, close) => <UserDrawer isOpen={isOpen} user={user} onClose={close} />}
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

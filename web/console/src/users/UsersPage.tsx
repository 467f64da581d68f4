import { MailOutlined, PlusOutlined, TeamOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, type TableProps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Page as ApiPage, api } from "../api/http";
import { useCan, useMe } from "../auth/session";
import { EmptyState } from "../ui/EmptyState";
import { ListTable } from "../ui/list/ListTable";
import { Page } from "../ui/Page";
import { RowMenu } from "../ui/RowMenu";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import { useAction } from "../ui/useAction";
import { useAddress } from "../ui/useAddress";
import { DeactivateModal } from "./DeactivateModal";
import { InvitationModal } from "./InvitationModal";
import { Invitations } from "./Invitations";
import { InviteDrawer } from "./InviteDrawer";
import type { CreatedInvitation, User } from "./types";
import { UserDrawer } from "./UserDrawer";

const PAGE_SIZE = 50;

export function UsersPage() {
  const { t } = useTranslation();
  const me = useMe();
  const mayWrite = useCan()("users.write");
  const { page, set } = useAddress([] as const);
  const { run } = useAction(["users"]);
  const [edited, setEdited] = useState<User | "new">();
  const [leaving, setLeaving] = useState<User>();
  const [isInviting, setInviting] = useState(false);
  const [invited, setInvited] = useState<CreatedInvitation>();
  const offset = (page - 1) * PAGE_SIZE;
  const list = useQuery({
    queryKey: ["users", offset],
    queryFn: ({ signal }) => api.get<ApiPage<User>>("/api/users", { limit: PAGE_SIZE, offset }, signal),
  });
  const columns: TableProps<User>["columns"] = [
    {
      title: t("users.name"),
      key: "name",
      render: (_, user) => (
        <>
          <span className="cell-title">
            {user.name} {user.id === me?.id && <span className="soft">({t("users.you")})</span>}
          </span>
          <span className="soft small">{user.email}</span>
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
      render: (_, user) =>
        user.is_active ? (
          <Status tone="good">{t("users.active")}</Status>
        ) : (
          <Status tone="calm">{t("users.inactive")}</Status>
        ),
    },
    {
      key: "actions",
      align: "right",
      render: (_, user) => (
        <RowMenu
          name={user.name}
          items={[
            { key: "edit", label: t("action.edit"), disabled: !mayWrite, onClick: () => setEdited(user) },
            user.is_active
              ? {
                  key: "deactivate",
                  label: t("users.deactivateAction"),
                  danger: true,
                  disabled: !mayWrite || user.id === me?.id,
                  onClick: () => setLeaving(user),
                }
              : {
                  key: "activate",
                  label: t("users.activate"),
                  disabled: !mayWrite,
                  onClick: () => void run(() => api.patch(`/api/users/${user.id}`, { is_active: true })),
                },
          ]}
        />
      ),
    },
  ];
  const add = mayWrite && (
    <>
      <Button icon={<PlusOutlined />} onClick={() => setEdited("new")}>
        {t("users.add")}
      </Button>
      <Button type="primary" icon={<MailOutlined />} onClick={() => setInviting(true)}>
        {t("invitations.invite")}
      </Button>
    </>
  );
  return (
    <Page title={t("nav.users")} description={t("users.description")} actions={add}>
      <ListTable
        label={t("nav.users")}
        items={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        rowKey="id"
        columns={columns}
        total={list.data?.total ?? 0}
        page={page}
        pageSize={PAGE_SIZE}
        onPage={(next) => set({ page: String(next) })}
        empty={<EmptyState icon={<TeamOutlined />} title={t("users.empty")} />}
      />
      <Invitations />
      <InviteDrawer isOpen={isInviting} onClose={() => setInviting(false)} onCreated={setInvited} />
      <InvitationModal made={invited} onClose={() => setInvited(undefined)} />
      <DeactivateModal user={leaving} onClose={() => setLeaving(undefined)} />
      <UserDrawer
        isOpen={edited !== undefined}
        user={edited === "new" ? undefined : edited}
        onClose={() => setEdited(undefined)}
      />
    </Page>
  );
}

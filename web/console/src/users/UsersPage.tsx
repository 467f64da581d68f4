import { MailOutlined, TeamOutlined } from "@ant-design/icons";
import { Alert, Button, Checkbox, Modal, Spin } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { client, reads, type Schema } from "../api/client";
import { useCan, useMe } from "../auth/session";
import { keepFocus } from "../ui/focus";
import { fieldsOf } from "../ui/forms/fields";
import { ResourceForm, type RowForm } from "../ui/forms/ResourceForm";
import { type Columns, column, nameColumn } from "../ui/list/columns";
import { ResourceList } from "../ui/list/ResourceList";
import { useOpened } from "../ui/list/useOpened";
import { useResource } from "../ui/list/useResource";
import { Page } from "../ui/Page";
import { ShownOnce } from "../ui/ShownOnce";
import { Status } from "../ui/Status";
import { Time } from "../ui/Time";
import { useAction } from "../ui/useAction";
import { Invitations, InviteDrawer, RoleField } from "./Invitations";
import { type CreatedInvitation, USERS, type User } from "./types";

const SHOWN = 200;

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

/** Asks before somebody is deactivated, and what is to become of the client keys that they have made. */
function DeactivateModal({ user, onClose }: { user: User | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const maySee = useCan()("keys.read");
  const { run, isBusy } = useAction(["/api/users", "/api/keys"]);
  const [isRevoking, setRevoking] = useState(true);
  const init = { params: { query: { created_by: user?.id ?? "", limit: SHOWN } } };
  const keys = reads.useQuery("get", "/api/keys", init, { enabled: user !== undefined && maySee });
  useEffect(() => setRevoking(user !== undefined), [user]);
  const active = keys.data?.items.filter((key) => key.is_active) ?? [];
  const mayHaveMore = keys.isError || (keys.data?.total ?? 0) > SHOWN;
  const mayHaveKeys = active.length > 0 || mayHaveMore;
  const deactivate = async () => {
    if (!user) return;
    const body = { revoke_keys: mayHaveKeys && isRevoking };
    const done = t("users.deactivated", { name: user.name });
    const call = () => client.POST("/api/users/{user_id}/deactivate", { params: { path: { user_id: user.id } }, body });
    if (await run(call, done)) onClose();
  };
  return (
    <Modal
      open={user !== undefined}
      title={t("users.deactivate", { name: user?.name ?? "" })}
      okText={t("users.deactivateAction")}
      okButtonProps={{ danger: true, loading: isBusy, disabled: keys.isLoading }}
      cancelText={t("action.cancel")}
      onOk={() => void deactivate()}
      onCancel={onClose}
      afterClose={keepFocus}
      destroyOnHidden
    >
      <p>{t("users.deactivateHint")}</p>
      {keys.isLoading && <Spin />}
      {keys.isError && <Alert type="warning" showIcon title={t("users.keysUnknown")} className="form-alert" />}
      {mayHaveKeys && (
        <>
          {active.length > 0 && <p>{t("users.theirKeys", { count: active.length })}</p>}
          <ul>
            {active.map((key) => (
              <li key={key.id}>
                {key.name} <span className="soft mono">{key.prefix}…</span>
              </li>
            ))}
          </ul>
          <Checkbox checked={isRevoking} onChange={(event) => setRevoking(event.target.checked)}>
            {t("users.revokeKeys")}
          </Checkbox>
        </>
      )}
    </Modal>
  );
}

const { TextField, NumberField } = fieldsOf("users", "UserCreate");

type Values = Schema<"UserCreate">;

function UserDrawer({ row: user, ...drawer }: RowForm<User>) {
  const { t } = useTranslation();
  const isSelf = useMe()?.id === user?.id;
  return (
    <ResourceForm
      of={USERS}
      row={user}
      {...drawer}
      initial={user ?? { role: "operator", max_sessions: 5 }}
      onSubmit={(values: Values, save) => {
        const { email: _email, password, ...rest } = values;
        return save({ ...rest, ...(password && { password }) } as Schema<"UserPatch">, values);
      }}
    >
      <TextField name="name" isRequired />
      <TextField name="email" isRequired disabled={user && true} autoComplete="off" />
      {isSelf ? (
        <p>
          <Link to="/account">{t("account.changeOwn")}</Link>
        </p>
      ) : (
        <TextField
          name="password"
          label={user && t("users.newPassword")}
          isRequired={!user}
          isSecret
          autoComplete="new-password"
        />
      )}
      <RoleField now={user?.role} />
      <NumberField name="max_sessions" isRequired />
    </ResourceForm>
  );
}

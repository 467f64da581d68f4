import { Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schema } from "../api/client";
import { useMe } from "../auth/session";
import { CHOICES } from "../generated/values";
import { fieldsOf } from "../ui/forms/fields";
import { ResourceForm, type RowForm, useSave } from "../ui/forms/ResourceForm";
import { type Role, USERS, type User } from "./types";

const { TextField, NumberField } = fieldsOf("users", "UserCreate");

type Values = Schema<"UserCreate">;

export function UserDrawer({ row: user, ...drawer }: RowForm<User>) {
  const { t } = useTranslation();
  const save = useSave(USERS);
  const isSelf = useMe()?.id === user?.id;
  const submit = (values: Values) => {
    const { email: _email, password, ...rest } = values;
    return save(user, { ...rest, revoke_keys: false, ...(password && { password }) }, values);
  };
  return (
    <ResourceForm
      of={USERS}
      row={user}
      {...drawer}
      initial={user ?? { role: "operator", max_sessions: 5 }}
      onSubmit={submit}
    >
      <TextField name="name" isRequired autoFocus />
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

interface Props {
  /** What the person has now. */
  now?: Role | undefined;
  /** Nobody is to be one. */
  without?: Role;
  extra?: string;
}

/** The role of a person, with what each may do. Owners and admins are made by owners alone. */
export function RoleField({ now, without, extra }: Props) {
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

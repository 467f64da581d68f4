import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schema } from "../api/client";
import { useMe } from "../auth/session";
import { fieldsOf } from "../ui/forms/fields";
import { ResourceForm, type RowForm } from "../ui/forms/ResourceForm";
import { useSave } from "../ui/forms/useSave";
import { RoleField } from "./RoleField";
import { USERS, type User } from "./types";

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

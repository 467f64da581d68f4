import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Schema } from "../api/client";
import { useMe } from "../auth/session";
import { TextField } from "../ui/forms/fields";
import { NumberField } from "../ui/forms/NumberField";
import { ResourceForm, type RowForm } from "../ui/forms/ResourceForm";
import { useSave } from "../ui/forms/useSave";
import { RoleField } from "./RoleField";
import { SHORTEST_PASSWORD, USERS, type User } from "./types";
import { useRolesToGive } from "./useRolesToGive";

type Values = Schema<"UserCreate">;

export function UserDrawer({ row: user, ...drawer }: RowForm<User>) {
  const { t } = useTranslation();
  const save = useSave(USERS);
  const isSelf = useMe()?.id === user?.id;
  const given = useRolesToGive();
  const roles = user && !given.includes(user.role) ? [user.role, ...given] : given;
  const submit = (values: Values) => {
    const { email: _email, password, ...rest } = values;
    return save(user, { ...rest, revoke_keys: false, ...(password && { password }) }, values);
  };
  return (
    <ResourceForm
      of={USERS}
      row={user}
      {...drawer}
      initial={{
        email: user?.email ?? "",
        name: user?.name ?? "",
        role: user?.role ?? "operator",
        max_sessions: user?.max_sessions ?? 5,
      }}
      onSubmit={submit}
    >
      <TextField name="name" label={t("users.name")} isRequired maxLength={100} autoFocus />
      <TextField
        name="email"
        label={t("auth.email")}
        isRequired
        rules={[{ type: "email" }]}
        disabled={user && true}
        autoComplete="off"
      />
      {isSelf ? (
        <p>
          <Link to="/account">{t("account.changeOwn")}</Link>
        </p>
      ) : (
        <TextField
          name="password"
          label={t(user ? "users.newPassword" : "auth.password")}
          extra={t("users.passwordHint")}
          isRequired={!user}
          rules={[{ min: SHORTEST_PASSWORD, message: t("users.passwordHint") }]}
          isSecret
          autoComplete="new-password"
          maxLength={200}
        />
      )}
      <RoleField roles={roles} />
      <NumberField
        name="max_sessions"
        label={t("users.maxSessions")}
        extra={t("users.maxSessionsHint")}
        least={1}
        most={1000}
        isRequired
      />
    </ResourceForm>
  );
}

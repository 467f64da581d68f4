import { useQueryClient } from "@tanstack/react-query";
import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { client, type Schema } from "../api/client";
import { readAgain } from "../api/resources";
import { useMe } from "../auth/session";
import { FormDrawer } from "../ui/forms/FormDrawer";
import { NumberField } from "../ui/forms/NumberField";
import { RoleField } from "./RoleField";
import { SHORTEST_PASSWORD, type User } from "./types";
import { useRolesToGive } from "./useRolesToGive";

type Values = Schema<"UserCreate">;

interface Props {
  isOpen: boolean;
  user: User | undefined;
  onClose: () => void;
}

export function UserDrawer({ isOpen, user, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const required = { required: true, message: t("form.required") };
  const isSelf = useMe()?.id === user?.id;
  const given = useRolesToGive();
  const roles = user && !given.includes(user.role) ? [user.role, ...given] : given;
  const submit = async (values: Values) => {
    const { email: _email, password, ...rest } = values;
    const body = { ...rest, revoke_keys: false, ...(password ? { password } : {}) };
    if (user) await client.PATCH("/api/users/{user_id}", { params: { path: { user_id: user.id } }, body });
    else await client.POST("/api/users", { body: values });
    void readAgain(queries, ["/api/users"]);
  };
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      title={t(user ? "users.edit" : "users.add")}
      initial={{
        email: user?.email ?? "",
        name: user?.name ?? "",
        role: user?.role ?? "operator",
        max_sessions: user?.max_sessions ?? 5,
      }}
      submitText={t(user ? "action.save" : "action.create")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="name" label={t("users.name")} rules={[required]}>
        <Input maxLength={100} autoFocus />
      </Form.Item>
      <Form.Item name="email" label={t("auth.email")} rules={[required, { type: "email", message: t("form.email") }]}>
        <Input disabled={user !== undefined} autoComplete="off" />
      </Form.Item>
      {isSelf ? (
        <p>
          <Link to="/account">{t("account.changeOwn")}</Link>
        </p>
      ) : (
        <Form.Item
          name="password"
          label={t(user ? "users.newPassword" : "auth.password")}
          extra={t("users.passwordHint")}
          rules={[...(user ? [] : [required]), { min: SHORTEST_PASSWORD, message: t("users.passwordHint") }]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
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
    </FormDrawer>
  );
}

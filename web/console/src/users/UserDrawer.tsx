import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "../api/http";
import { useMe } from "../auth/session";
import { FormDrawer } from "../ui/forms/FormDrawer";
import { NumberField } from "../ui/forms/NumberField";
import { type Role, SHORTEST_PASSWORD, type User } from "./types";
import { useRolesToGive } from "./useRolesToGive";

interface Values {
  email: string;
  name: string;
  password?: string;
  role: Role;
  max_sessions: number;
}

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
  const submit = async ({ email, password, ...rest }: Values) => {
    if (user) await api.patch(`/api/users/${user.id}`, { ...rest, ...(password ? { password } : {}) });
    else await api.post("/api/users", { ...rest, email, password });
    void queries.invalidateQueries({ queryKey: ["users"] });
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
      <Form.Item name="role" label={t("users.role")}>
        <Select
          options={roles.map((value) => ({ value, label: `${t(`role.${value}`)} — ${t(`roleHint.${value}`)}` }))}
        />
      </Form.Item>
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

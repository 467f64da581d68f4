import { Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Role } from "./types";

/** The role of a person, with what each may do. */
export function RoleField({ roles, extra }: { roles: Role[]; extra?: string }) {
  const { t } = useTranslation();
  return (
    <Form.Item name="role" label={t("users.role")} {...(extra ? { extra } : {})}>
      <Select options={roles.map((value) => ({ value, label: `${t(`role.${value}`)} — ${t(`roleHint.${value}`)}` }))} />
    </Form.Item>
  );
}

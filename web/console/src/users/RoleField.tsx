import { Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useMe } from "../auth/session";
import { CHOICES } from "../generated/values";
import type { Role } from "./types";

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

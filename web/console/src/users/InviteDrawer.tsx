import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../api/http";
import { FormDrawer } from "../ui/forms/FormDrawer";
import type { CreatedInvitation, Role } from "./types";
import { useRolesToGive } from "./useRolesToGive";

interface Values {
  email: string;
  role: Role;
}

interface Props {
  isOpen: boolean;
  onClose: () => void;
  onCreated: (invitation: CreatedInvitation) => void;
}

export function InviteDrawer({ isOpen, onClose, onCreated }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const roles = useRolesToGive().filter((role) => role !== "pending");
  const submit = async (values: Values) => {
    onCreated(await api.post<CreatedInvitation>("/api/invitations", values));
    void queries.invalidateQueries({ queryKey: ["invitations"] });
  };
  return (
    <FormDrawer<Values>
      isOpen={isOpen}
      title={t("invitations.invite")}
      initial={{ email: "", role: "operator" }}
      submitText={t("invitations.make")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item
        name="email"
        label={t("auth.email")}
        rules={[
          { required: true, message: t("form.required") },
          { type: "email", message: t("form.email") },
        ]}
      >
        <Input autoFocus autoComplete="off" maxLength={320} />
      </Form.Item>
      <Form.Item name="role" label={t("users.role")} extra={t("invitations.hint")}>
        <Select
          options={roles.map((value) => ({ value, label: `${t(`role.${value}`)} — ${t(`roleHint.${value}`)}` }))}
        />
      </Form.Item>
    </FormDrawer>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { client, dataOf, type Schema } from "../api/client";
import { readAgain } from "../api/resources";
import { FormDrawer } from "../ui/forms/FormDrawer";
import { fieldsOf } from "../ui/forms/fields";
import { RoleField } from "./RoleField";
import type { CreatedInvitation } from "./types";
import { useRolesToGive } from "./useRolesToGive";

const { TextField } = fieldsOf("users", "InvitationCreate");

type Values = Schema<"InvitationCreate">;

interface Props {
  isOpen: boolean;
  onClose: () => void;
  onCreated: (invitation: CreatedInvitation) => void;
}

export function InviteDrawer({ isOpen, onClose, onCreated }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const roles = useRolesToGive().filter((role) => role !== "pending");
  const submit = async (body: Values) => {
    onCreated(await dataOf(client.POST("/api/invitations", { body })));
    void readAgain(queries, ["/api/invitations"]);
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
      <TextField name="email" isRequired autoFocus autoComplete="off" />
      <RoleField roles={roles} extra={t("invitations.hint")} />
    </FormDrawer>
  );
}

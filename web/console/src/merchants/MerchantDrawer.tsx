import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../api/client";
import { fieldsOf } from "../ui/forms/fields";
import { ResourceForm, type RowForm } from "../ui/forms/ResourceForm";
import { useSave } from "../ui/forms/useSave";
import { MERCHANTS, type Merchant } from "./types";

const { TextField, SwitchField } = fieldsOf("merchants", "MerchantCreate");

type Values = Schema<"MerchantCreate"> & Schema<"MerchantPatch">;

interface Props extends RowForm<Merchant> {
  /** With the merchant that was made, where one was. */
  onClose: (made?: Merchant) => void;
}

export function MerchantDrawer({ row, isOpen, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSave(MERCHANTS);
  const made = useRef<Merchant>(undefined);
  const submit = async (values: Values) => {
    made.current = await save(row, values, { name: values.name });
  };
  const close = () => {
    onClose(made.current);
    made.current = undefined;
  };
  return (
    <ResourceForm
      of={MERCHANTS}
      row={row}
      isOpen={isOpen}
      initial={{ name: row?.name ?? "", is_active: row?.is_active ?? true }}
      submitText={t(row ? "action.save" : "merchants.addNext")}
      onSubmit={submit}
      onClose={close}
    >
      <TextField name="name" isRequired autoFocus />
      {row && <SwitchField name="is_active" />}
    </ResourceForm>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/http";
import { FormDrawer } from "../ui/forms/FormDrawer";
import { asBudget, BudgetFields, type BudgetValues } from "./BudgetFields";
import type { ClientKey } from "./types";

interface Props {
  edited: ClientKey | undefined;
  onClose: () => void;
}

/** Gives a key another budget; with both amounts empty it has none. */
export function BudgetDrawer({ edited, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const submit = async ({ budget }: { budget?: BudgetValues }) => {
    await api.patch(`/api/keys/${edited?.id}`, { budget: asBudget(budget) });
    void queries.invalidateQueries({ queryKey: ["client-keys"] });
  };
  return (
    <FormDrawer<{ budget: BudgetValues }>
      key={edited?.id}
      isOpen={edited !== undefined}
      title={t("keys.budgetOf", { name: edited?.name ?? "" })}
      initial={{ budget: edited?.budget ?? { period: "month" } }}
      submitText={t("action.save")}
      onSubmit={submit}
      onClose={onClose}
    >
      <BudgetFields />
    </FormDrawer>
  );
}

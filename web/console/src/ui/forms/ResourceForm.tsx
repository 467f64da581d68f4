import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ListPath, Resource, RowOf } from "../../api/resources";
import { useCan } from "../../auth/session";
import type { paths } from "../../generated/api";
import { type DrawerState, FormDrawer } from "./FormDrawer";

/** A drawer of a list: about a row, or about a new one. */
export interface RowForm<Row> extends DrawerState {
  row: Row | undefined;
}

interface Props<L extends ListPath, I extends keyof paths, Values> extends RowForm<RowOf<L>> {
  of: Resource<L, I>;
  initial: Partial<NoInfer<Values>>;
  onSubmit: (values: Values) => Promise<unknown>;
  submitText?: string;
  size?: number;
  children: ReactNode;
}

/** The form of a resource: makes one, changes one, or shows it to those who may not change it. */
export function ResourceForm<L extends ListPath, I extends keyof paths, Values extends object>(
  props: Props<L, I, Values>,
) {
  const { of, row, submitText, ...drawer } = props;
  const { words, permission, nameOf } = of;
  const { t } = useTranslation();
  const mayWrite = useCan()(permission);
  const name = row ? nameOf(row) : "";
  const titleOfRow = t(mayWrite ? "form.edit" : "form.view", { name });
  return (
    <FormDrawer<Values>
      {...drawer}
      title={row ? titleOfRow : t(`resource.${words}.add`)}
      submitText={submitText ?? t(row ? "action.save" : "action.create")}
      whyReadOnly={mayWrite ? undefined : t("form.readOnly", { permission })}
    />
  );
}

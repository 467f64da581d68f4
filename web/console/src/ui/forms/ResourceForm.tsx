import { hashKey, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import {
  type ChangesOf,
  type CreatedOf,
  changeItem,
  createItem,
  type ListPath,
  type MadeOf,
  type Resource,
  type RowOf,
  readAgain,
  readsOf,
} from "../../api/resources";
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

type Saved = { id: string | number } | undefined;

interface Save<L extends ListPath, I extends keyof paths> {
  (row: Saved, values: MadeOf<L> & ChangesOf<I>): Promise<CreatedOf<L> | undefined>;
  /** Where one is not made of what it is changed by. */
  (row: Saved, changes: ChangesOf<I>, made: MadeOf<L>): Promise<CreatedOf<L> | undefined>;
}

/** What differs from the row as it was opened: what others have changed meanwhile is left alone. */
function differing<Changes>(row: object, changes: Changes): Changes {
  const before = row as Record<string, unknown>;
  const differs = ([name, value]: [string, unknown]) => hashKey([value]) !== hashKey([before[name]]);
  return Object.fromEntries(Object.entries(changes as object).filter(differs)) as Changes;
}

/** Changes the row that a form is about, or makes a new one and answers it; what shows it is read again. */
export function useSave<L extends ListPath, I extends keyof paths>(of: Resource<L, I>): Save<L, I> {
  const queries = useQueryClient();
  return async (row: Saved, changes: ChangesOf<I>, made?: MadeOf<L>) => {
    const changed = row && differing(row, changes);
    if (row && changed && Object.keys(changed).length > 0) await changeItem(of.item, row.id, changed);
    const created = row ? undefined : await createItem(of.list, made ?? (changes as MadeOf<L>));
    await readAgain(queries, readsOf(of));
    return created;
  };
}

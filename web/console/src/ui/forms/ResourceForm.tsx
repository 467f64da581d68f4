import { hashKey, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { ChangesOf, CreatedOf, ListPath, MadeOf, Resource, RowOf } from "../../api/resources";
import { changeItem, createItem, readAgain, readsOf } from "../../api/resources";
import { useCan } from "../../auth/session";
import type { paths } from "../../generated/api";
import { isRecord } from "../../tried";
import { type DrawerState, FormDrawer } from "./FormDrawer";

/** A drawer of a list: about a row, or about a new one. */
export interface RowForm<Row> extends DrawerState {
  row: Row | undefined;
}

interface Props<L extends ListPath, I extends keyof paths, Values> extends RowForm<RowOf<L>> {
  of: Resource<L, I>;
  initial: Partial<NoInfer<Values>>;
  onSubmit: (values: Values, save: Save<L, I>) => Promise<unknown>;
  submitText?: string;
  /** Where one that was made has a page of its own, to go on there. */
  pageOf?: (made: CreatedOf<L>) => string;
  size?: number;
  children: ReactNode;
}

/** The form of a resource: makes one, changes one, or shows it to those who may not change it. */
export function ResourceForm<L extends ListPath, I extends keyof paths, Values extends object>(
  props: Props<L, I, Values>,
) {
  const { of, row, submitText, pageOf, onSubmit, ...drawer } = props;
  const { words, permission, nameOf } = of;
  const { t } = useTranslation();
  const mayWrite = useCan()(permission);
  const navigate = useNavigate();
  const saveOver = useSave(of);
  const made = useRef<CreatedOf<L>>(undefined);
  const saved = useRef<Saved>(undefined); // what stays open after it was saved is of that
  if (!drawer.isOpen) saved.current = undefined;
  const save: Save<L, I> = async (changes: ChangesOf<I>, whole?: MadeOf<L>) => {
    const before = saved.current ?? row;
    const created = await saveOver(before, changes, whole);
    made.current = created;
    saved.current = { ...(before ?? (created as NonNullable<Saved>)), ...changes };
    return created;
  };
  const close = () => {
    drawer.onClose();
    const page = made.current && pageOf?.(made.current);
    made.current = undefined; // an Escape may still be told to a drawer that is gone
    if (page) void navigate(page);
  };
  const name = row ? nameOf(row) : "";
  const titleOfRow = t(mayWrite ? "form.edit" : "form.view", { name });
  return (
    <FormDrawer<Values>
      {...drawer}
      onClose={close}
      onSubmit={(values) => onSubmit(values, save)}
      title={row ? titleOfRow : t(`resource.${words}.add`)}
      submitText={submitText ?? t(row ? "action.save" : "action.create")}
      whyReadOnly={mayWrite ? undefined : t("form.readOnly", { permission })}
    />
  );
}

type Saved = { id: string | number } | undefined;

/** Changes the row that a form is about, or makes a new one and answers it. */
interface Save<L extends ListPath, I extends keyof paths> {
  (values: MadeOf<L> & ChangesOf<I>): Promise<CreatedOf<L> | undefined>;
  /** Where one is not made of what it is changed by. */
  (changes: ChangesOf<I>, made: MadeOf<L>): Promise<CreatedOf<L> | undefined>;
}

const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;

/** What a value says, however it is written: a moment in whatever zone, an empty member as one that is not there. */
function meaningOf(value: unknown): unknown {
  if (typeof value === "string" && MOMENT.test(value)) return Date.parse(value);
  if (Array.isArray(value)) return value.map(meaningOf);
  if (!isRecord(value)) return value ?? null;
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, meaningOf(member)]));
}

/** Of `after`, what differs from `before`; of an object its members, but for objects that are replaced as a `whole`. */
function differing(before: object, after: object, whole?: readonly string[]): Record<string, unknown> {
  const stored = new Map(Object.entries(before));
  const changeOf = (name: string, value: unknown): unknown => {
    const old: unknown = stored.get(name);
    if (value === undefined || hashKey([meaningOf(value)]) === hashKey([meaningOf(old)])) return undefined;
    if (!whole || whole.includes(name) || !isRecord(value) || !isRecord(old)) return value;
    const members = differing(old, value);
    return Object.keys(members).length > 0 ? members : undefined;
  };
  const changes = Object.entries(after).map(([name, value]) => [name, changeOf(name, value)]);
  return Object.fromEntries(changes.filter(([, change]) => change !== undefined));
}

/** Saves over the row as it was opened: what others have changed meanwhile is left alone. What shows it is read again. */
export function useSave<L extends ListPath, I extends keyof paths>(of: Resource<L, I>) {
  const queries = useQueryClient();
  return async (row: Saved, changes: ChangesOf<I>, made?: MadeOf<L>): Promise<CreatedOf<L> | undefined> => {
    const changed = row && differing(row, changes as object, of.replaced ?? []);
    if (row && changed && Object.keys(changed).length > 0) await changeItem(of.item, row.id, changed as ChangesOf<I>);
    const created = row ? undefined : await createItem(of.list, made ?? (changes as MadeOf<L>));
    await readAgain(queries, readsOf(of));
    return created;
  };
}

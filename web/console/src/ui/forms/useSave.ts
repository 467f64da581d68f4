import { hashKey, useQueryClient } from "@tanstack/react-query";
import {
  type ChangesOf,
  type CreatedOf,
  changeItem,
  createItem,
  type ListPath,
  type MadeOf,
  type Resource,
  readAgain,
  readsOf,
} from "../../api/resources";
import type { paths } from "../../generated/api";

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

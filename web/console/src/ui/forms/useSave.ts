import { useQueryClient } from "@tanstack/react-query";
import {
  type ChangesOf,
  changeItem,
  createItem,
  type ListPath,
  type MadeOf,
  type Resource,
  readAgain,
} from "../../api/resources";
import type { paths } from "../../generated/api";

/** Changes the row that a form is about, or makes a new one, and reads again what shows it; `also` are other paths. */
export function useSave<L extends ListPath, I extends keyof paths>(
  { list, item }: Resource<L, I>,
  also: readonly (keyof paths)[] = [],
) {
  const queries = useQueryClient();
  return async (row: { id: string | number } | undefined, values: MadeOf<L> & ChangesOf<I>): Promise<void> => {
    if (row) await changeItem(item, row.id, values);
    else await createItem(list, values);
    await readAgain(queries, [list, ...also]);
  };
}

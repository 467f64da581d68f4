/** One resource on a page: its list, the row that is open, and what is done to rows. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Query, Schema } from "../../api/client";
import {
  type ChangesOf,
  changeItem,
  deleteItem,
  type FiltersOf,
  type ListPath,
  type Resource,
  type RowOf,
  readList,
} from "../../api/resources";
import type { paths } from "../../generated/api";
import { useAction } from "../useAction";
import { useAddress } from "../useAddress";
import { useConfirm } from "../useConfirm";
import { useOpened } from "./useOpened";

const PAGE_SIZE = 50;

export interface ListOptions<L extends ListPath> {
  filters?: FiltersOf<L> & Query;
  refetchInterval?: number;
  isPaged?: boolean;
}

/** A list as a page shows it; `items` is undefined until something has come. */
export interface List<Row> {
  items: Row[] | undefined;
  total: number;
  /** There are more than `total`, which is as far as the server counts. */
  isCapped: boolean;
  error: Error | null;
  retry: () => void;
  isRefetching: boolean;
  page: number;
  pageSize: number;
  onPage: (page: number) => void;
}

/** A list of the contract. Its page is in the address; one that is not paged has its first 200 rows. */
export function useList<L extends ListPath>(
  path: L,
  { filters, refetchInterval, isPaged = true }: ListOptions<L> = {},
): List<RowOf<L>> {
  const { page, set } = useAddress([]);
  const limit = isPaged ? PAGE_SIZE : 200;
  const query: Query = { ...filters, limit, offset: isPaged ? (page - 1) * PAGE_SIZE : 0 };
  const { data, error, refetch, isRefetching } = useQuery({
    queryKey: ["get", path, { params: { query } }],
    queryFn: ({ signal }) => readList(path, query, signal),
    placeholderData: keepPreviousData,
    ...(refetchInterval ? { refetchInterval } : {}),
  });
  const answer = data as (Pick<Schema<"Page_RuleOut_">, "total" | "total_capped"> & { items: RowOf<L>[] }) | undefined;
  return {
    items: answer?.items,
    total: answer?.total ?? 0,
    isCapped: answer?.total_capped ?? false,
    error,
    retry: () => void refetch(),
    isRefetching,
    page,
    pageSize: limit,
    onPage: (next: number) => set({ page: String(next) }),
  };
}

/** `also` are other paths whose reads hang on these rows. */
export function useResource<L extends ListPath, I extends keyof paths>(
  { list: path, item }: Resource<L, I>,
  options: ListOptions<L> & { also?: readonly (keyof paths)[] } = {},
) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const list = useList(path, options);
  const { run, isBusy } = useAction([path, ...(options.also ?? [])]);
  const opened = useOpened(list.items, item);
  return {
    list,
    opened,
    run,
    isBusy,
    change: (row: RowOf<L>, changes: ChangesOf<I>) => run(() => changeItem(item, idOf(row), changes)),
    /** Asks first. */
    remove: (row: RowOf<L>, name: string, title: string, hint: string) =>
      confirm(title, hint, t("action.delete"), () =>
        run(() => deleteItem(item, idOf(row)), t("list.deleted", { name })),
      ),
  };
}

function idOf(row: unknown): string | number {
  return (row as { id: string | number }).id;
}

/** One resource on a page: its list, the row that is open, and what is done to rows. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Query, Schema } from "../../api/client";
import type { ChangesOf, FiltersOf, ItemOf, ListPath, PagePath, Resource, RowOf } from "../../api/resources";
import { changeItem, deleteItem, readList, readsOf } from "../../api/resources";
import { useCan } from "../../auth/session";
import type { paths } from "../../generated/api";
import type { Read } from "../Loaded";
import { useAction, useConfirm } from "../useAction";
import { useAddress } from "../useAddress";
import { useUnlessKept } from "../useKept";
import { useOpened } from "./useOpened";

const PAGE_SIZE = 50;

interface ListOptions<L extends PagePath> {
  filters?: FiltersOf<L> & Query;
  /** What stands in its path. */
  params?: Record<string, string>;
  /** How often it is read again, perhaps by what it has. */
  refetchInterval?: number | ((items: ItemOf<L>[]) => number);
  isPaged?: boolean;
}

/** A list as a page shows it; `items` is undefined until something has come. */
export interface List<Row> {
  items: Row[] | undefined;
  error?: unknown;
  retry?: () => void;
  isRefetching?: boolean;
  /** They are those of the filters before, as long as the server has not answered. */
  isKept?: boolean;
  total?: number;
  /** There are more than `total`, which is as far as the server counts. */
  isCapped?: boolean;
  page?: number;
  pageSize?: number;
  onPage?: (page: number) => void;
}

/** What was read by itself as a list of one page. */
export function listOf<Row>({ data, error, refetch }: Read<{ items: Row[] }>): List<Row> {
  return { items: data?.items, error, retry: () => void refetch() };
}

type Answer<P extends PagePath> = Pick<Schema<"Page_RuleOut_">, "total" | "total_capped"> & { items: ItemOf<P>[] };

/** A list of the contract. Its page is in the address; one that is not paged has its first 200 rows. */
export function useList<L extends ListPath>(path: L, options?: ListOptions<L>): Required<List<RowOf<L>>>;
export function useList<P extends PagePath>(path: P, options?: ListOptions<P>): Required<List<ItemOf<P>>>;
export function useList<P extends PagePath>(
  path: P,
  { filters, params, refetchInterval, isPaged = true }: ListOptions<P> = {},
): Required<List<ItemOf<P>>> {
  const { page, set } = useAddress([]);
  const limit = isPaged ? PAGE_SIZE : 200;
  const query: Query = { ...filters, limit, offset: isPaged ? (page - 1) * PAGE_SIZE : 0 };
  const { data, error, refetch, isRefetching, isPlaceholderData } = useQuery({
    queryKey: ["get", path, { params: { query, path: params } }],
    queryFn: ({ signal }) => readList(path, query, signal, params),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      typeof refetchInterval === "function"
        ? refetchInterval((state.data as Answer<P> | undefined)?.items ?? [])
        : (refetchInterval ?? false),
  });
  const answer = data as Answer<P> | undefined;
  const lastPage = Math.max(1, Math.ceil((answer?.total ?? 0) / limit));
  const isBeyond = isPaged && answer?.items.length === 0 && !isPlaceholderData && page > lastPage;
  useEffect(() => {
    if (isBeyond) set({ page: lastPage > 1 ? String(lastPage) : "" });
  });
  return {
    items: answer?.items,
    total: answer?.total ?? 0,
    isCapped: answer?.total_capped ?? false,
    error,
    retry: () => void refetch(),
    isRefetching,
    isKept: isPlaceholderData,
    page,
    pageSize: limit,
    onPage: (next: number) => set({ page: String(next) }),
  };
}

/** What `useResource` gives for a page. */
export type Managed<L extends ListPath, I extends keyof paths> = ReturnType<typeof useResource<L, I>>;

export function useResource<L extends ListPath, I extends keyof paths>(
  of: Resource<L, I>,
  options: ListOptions<L> = {},
) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const unlessKept = useUnlessKept();
  const mayWrite = useCan()(of.permission);
  const { values, field } = useAddress(["q"]);
  const { searchedBy } = of;
  const list = useList(of.list, {
    ...options,
    filters: { ...(searchedBy && values), ...options.filters } as FiltersOf<L>,
  });
  const { run } = useAction(readsOf(of));
  const opened = useOpened(list.items, of.item);
  return {
    of,
    list,
    opened,
    mayWrite,
    /** What the list is searched for; undefined where it cannot be. */
    search: searchedBy && { label: t(searchedBy), ...field("q") },
    run,
    change: (row: RowOf<L>, changes: ChangesOf<I>) => run(() => changeItem(of.item, row.id, changes)),
    /** Asks first, unless it could not be done. */
    remove: (row: RowOf<L>) => {
      const name = of.nameOf(row);
      const words = of.words as Deletable;
      const hint = [of.deleteHint?.(row) ?? t(`resource.${words}.deleteHint`), of.lost?.(row)]
        .filter(Boolean)
        .join(" ");
      const ask = () =>
        confirm(t(`resource.${words}.delete`, { name }), hint, t("action.delete"), () =>
          run(() => deleteItem(of.item, row.id), t("list.deleted", { name })),
        );
      if (!of.keptBy) return ask();
      return unlessKept(name, t(`resource.${words as Kept}.kept`), of.keptBy(row), ask);
    },
  };
}

/** People and merchants are switched off at most. */
type Deletable = Exclude<Resource<ListPath, keyof paths>["words"], "merchants" | "users">;
type Kept = "models" | "routes" | "upstreams";

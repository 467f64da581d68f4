/** Which row's drawer is open: it stands in the address, so that it can be shared, reloaded and gone back from. */
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useSearchParams } from "react-router";
import { parametersOf, readItem } from "../../api/resources";
import type { paths } from "../../generated/api";

const NEW = "new";

export interface Opened<Row> {
  isNew: boolean;
  row: Row | undefined;
  open: (row: Row) => void;
  openNew: () => void;
  close: () => void;
}

/** `?open=12`, `?open=new`, or with another drawer's name `?history=12`. A row of another page is read by itself. */
export function useOpened<Row>(items: Row[] | undefined, item: keyof paths, name = "open"): Opened<Row> {
  const [search, setSearch] = useSearchParams();
  const id = search.get(name) ?? undefined;
  const listed = items?.find((row) => String((row as { id: string | number }).id) === id);
  const isElsewhere = id !== undefined && id !== NEW && items !== undefined && listed === undefined;
  const { data } = useQuery({
    queryKey: ["get", item, { params: parametersOf(item, id ?? "") }],
    queryFn: ({ signal }) => readItem<Row>(item, id ?? "", signal),
    enabled: isElsewhere,
    retry: false,
  });
  const set = useCallback(
    (value: string | undefined) =>
      setSearch((before) => {
        const after = new URLSearchParams(before);
        if (value === undefined) after.delete(name);
        else after.set(name, value);
        return after;
      }),
    [name, setSearch],
  );
  return {
    isNew: id === NEW,
    row: listed ?? (isElsewhere ? data : undefined),
    open: useCallback((row: Row) => set(String((row as { id: string | number }).id)), [set]),
    openNew: useCallback(() => set(NEW), [set]),
    close: useCallback(() => set(undefined), [set]),
  };
}

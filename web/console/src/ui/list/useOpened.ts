/** Which row's drawer is open: it stands in the address, so that it can be shared, reloaded and gone back from. */
import { useQuery } from "@tanstack/react-query";
import i18next from "i18next";
import { useCallback, useEffect, useRef } from "react";
import { messageOf } from "../../api/errors";
import { parametersOf, readItem } from "../../api/resources";
import type { paths } from "../../generated/api";
import { useSearch } from "../useAddress";
import { useNotices } from "../useNotices";

const NEW = "new";
/** What may be one's id, and is no word that has a path of its own: `/api/audit/export.csv`, `/api/tasks/kinds`. */
const ID = /^(?=.*[\d_])[\w-]+$/;
/** A page shows one drawer at a time. */
const DRAWERS = [
  "open",
  "confirm",
  "connect",
  "deliveries",
  "embed",
  "invite",
  "products",
  "schedule",
  "sync",
  "usage",
] as const;

/** `?open=12`, `?open=new` (perhaps with a `preset`) or `?usage=12`: a row of this page or another, as it was should it leave the list. */
export function useOpened<Row extends { id: string | number }>(
  items: Row[] | undefined,
  item: keyof paths,
  name: (typeof DRAWERS)[number] = "open",
) {
  const { search, change } = useSearch();
  const notices = useNotices();
  const id = search.get(name) ?? undefined;
  const listed = items?.find((row) => String(row.id) === id);
  const isElsewhere = id !== undefined && ID.test(id) && items !== undefined && listed === undefined;
  const { data, error } = useQuery({
    queryKey: ["get", item, { params: parametersOf(item, id ?? "") }],
    queryFn: ({ signal }) => readItem<Row>(item, id ?? "", signal),
    enabled: isElsewhere,
    retry: false,
  });
  const last = useRef<Row>(undefined);
  if (String(last.current?.id) !== id) last.current = undefined;
  last.current = listed ?? (isElsewhere ? data : undefined) ?? last.current;
  const row = last.current;
  const set = useCallback(
    (value: string | undefined, options?: { replace: boolean }) =>
      change((next) => {
        for (const other of [...DRAWERS, "preset"]) next.delete(other);
        if (value !== undefined) next.set(name, value);
      }, options),
    [name, change],
  );
  const isNoId = id !== undefined && id !== NEW && !ID.test(id) && items !== undefined && listed === undefined;
  const isMissing = (isNoId || (isElsewhere && error !== null)) && row === undefined;
  useEffect(() => {
    if (!isMissing) return;
    notices.error(error ? messageOf(error) : i18next.t("problem.code.NOT_FOUND"));
    set(undefined, { replace: true });
  }, [isMissing, error, notices, set]);
  return {
    isNew: id === NEW,
    row,
    open: useCallback((one: { id: string | number }) => set(String(one.id)), [set]),
    openNew: useCallback(() => set(NEW), [set]),
    // where it was opened from stands before it: Back would open it again
    close: useCallback(() => set(undefined, { replace: true }), [set]),
  };
}

import { useCallback } from "react";
import { useSearchParams } from "react-router";

/** Filters and pages live in the address, so that a view can be shared and gone back to. */
export function useAddress<K extends string>(names: readonly K[]) {
  const [search, setSearch] = useSearchParams();
  const values = Object.fromEntries(names.map((name) => [name, search.get(name) ?? ""])) as Record<K, string>;
  const set = useCallback(
    (change: Partial<Record<K | "page", string>>) => {
      setSearch(
        (previous) => {
          const next = new URLSearchParams(previous);
          if (!("page" in change)) next.delete("page");
          for (const [name, value] of Object.entries(change) as [string, string][]) {
            if (value) next.set(name, value);
            else next.delete(name);
          }
          return next;
        },
        { replace: true },
      );
    },
    [setSearch],
  );
  const page = Math.max(1, Number(search.get("page")) || 1);
  return {
    values,
    set,
    page,
    /** What a filter's component takes, to be bound to the address. */
    field: (name: K) => ({
      value: values[name],
      onChange: (value: string) => set({ [name]: value } as Partial<Record<K | "page", string>>),
    }),
    isFiltered: names.some((name) => values[name] !== ""),
  };
}

import { useSearch } from "./useSearch";

/** What a filter's component takes; the value is empty without one. */
export interface Field {
  value: string;
  onChange: (value: string) => void;
}

const LAST_PAGE = 20_000; // as far as the server goes with pages of fifty

/** Filters and pages live in the address, so that a view can be shared and gone back to. */
export function useAddress<K extends string>(names: readonly K[]) {
  const { search, change } = useSearch();
  const values = Object.fromEntries(names.map((name) => [name, search.get(name) ?? ""])) as Record<K, string>;
  const set = (changes: Partial<Record<K | "page", string>>) =>
    change(
      (next) => {
        if (!("page" in changes)) next.delete("page");
        for (const [name, value] of Object.entries(changes) as [string, string][]) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
      },
      { replace: true },
    );
  const page = Math.min(LAST_PAGE, Math.max(1, Math.floor(Number(search.get("page"))) || 1));
  return {
    values,
    set,
    page,
    /** A filter that is bound to the address. */
    field: (name: K): Field => ({
      value: values[name],
      onChange: (value: string) => set({ [name]: value } as Partial<Record<K | "page", string>>),
    }),
    isFiltered: names.some((name) => values[name] !== ""),
  };
}

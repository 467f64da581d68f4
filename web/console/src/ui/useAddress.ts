import { type RefObject, useCallback, useContext, useEffect, useRef } from "react";
import { UNSAFE_DataRouterContext as DataRouter, type Location, useLocation, useNavigate } from "react-router";

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

/** Who is still there: work that ends after its page was left changes no other page's address. */
function useHere(): RefObject<Location | undefined> {
  const location = useLocation();
  const here = useRef<Location | undefined>(location);
  useEffect(() => {
    here.current = location;
    return () => {
      here.current = undefined;
    };
  }, [location]);
  return here;
}

export function useSearch() {
  const here = useHere();
  const navigate = useNavigate();
  const router = useContext(DataRouter)?.router;
  const change = useCallback(
    (edit: (search: URLSearchParams) => void, options?: { replace: boolean }) => {
      if (!here.current || !router) return;
      const { pathname } = here.current;
      // the address itself: a busy browser shows it later, and what has just left it would come back
      const address = router.state.location;
      if (address.pathname !== (router.basename ?? "").replace(/\/$/, "") + pathname) return;
      const next = new URLSearchParams(address.search);
      edit(next);
      void navigate({ pathname, search: next.toString() }, options);
    },
    [here, navigate, router],
  );
  return { search: new URLSearchParams(useLocation().search), change };
}

/** Told when work begins, it says later whether its page is still the one that is shown. */
export function useMark(): () => () => boolean {
  const here = useHere();
  return useCallback(() => {
    const begun = here.current?.pathname;
    return () => begun !== undefined && here.current?.pathname === begun;
  }, [here]);
}

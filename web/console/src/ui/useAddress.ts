import { type RefObject, useCallback, useContext, useEffect, useRef } from "react";
import { UNSAFE_DataRouterContext as DataRouter, type Location, useLocation, useNavigate } from "react-router";

/** What a filter's component takes; the value is empty without one. */
export interface Field {
  value: string;
  onChange: (value: string) => void;
}

const LAST_PAGE = 20_000; // as far as the server goes with pages of fifty

type Changes<K extends string> = Partial<Record<K | "page", string>>;

/** Filters and pages live in the address, so that a view can be shared and gone back to. */
export function useAddress<K extends string>(names: readonly K[]) {
  const { search, change } = useSearch();
  const valuesIn = (address: URLSearchParams) =>
    Object.fromEntries(names.map((name) => [name, address.get(name) ?? ""])) as Record<K, string>;
  const values = valuesIn(search);
  /** By the values there are now where they hang on each other: a busy browser may show those before. */
  const set = (changed: Changes<K> | ((now: Record<K, string>) => Changes<K>)) =>
    change(
      (next) => {
        const changes = typeof changed === "function" ? changed(valuesIn(next)) : changed;
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
      onChange: (value: string) => set({ [name]: value } as Changes<K>),
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

/** The address's parameters and who is still there: work that ends after its page was left changes no other page's. */
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { type Location, useLocation, useNavigate } from "react-router";

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

interface Search {
  search: URLSearchParams;
  change: (edit: (search: URLSearchParams) => void, options?: { replace: boolean }) => void;
}

export function useSearch(): Search {
  const here = useHere();
  const navigate = useNavigate();
  const change = useCallback<Search["change"]>(
    (edit, options) => {
      if (!here.current) return;
      const next = new URLSearchParams(here.current.search);
      edit(next);
      void navigate({ pathname: here.current.pathname, search: next.toString() }, options);
    },
    [here, navigate],
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

import { useCallback, useMemo, useSyncExternalStore } from "react";

/** Whether the browser's window and system are as the query has it. */
export function useMedia(query: string): boolean {
  const media = useMemo(() => window.matchMedia(query), [query]);
  const listen = useCallback(
    (listener: () => void) => {
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    [media],
  );
  return useSyncExternalStore(listen, () => media.matches);
}

export const useIsNarrow = (widthPx: number): boolean => useMedia(`(max-width: ${widthPx}px)`);

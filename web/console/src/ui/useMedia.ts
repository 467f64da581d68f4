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

const upTo = (widthPx: number) => `(max-width: ${widthPx}px)`;

export const useIsNarrow = (widthPx: number): boolean => useMedia(upTo(widthPx));

/** At this moment. */
export const isNarrow = (widthPx: number): boolean => window.matchMedia(upTo(widthPx)).matches;

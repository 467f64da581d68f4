import { useMemo, useSyncExternalStore } from "react";

export function useIsNarrow(widthPx: number): boolean {
  const media = useMemo(() => window.matchMedia(`(max-width: ${widthPx}px)`), [widthPx]);
  return useSyncExternalStore(
    (listener) => {
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => media.matches,
  );
}

import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { keeper } from "../../auth/tokens";

const Palette = lazy(async () => ({ default: (await import("./Palette")).Palette }));

export const PALETTE_KEYS = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? "⌘ K" : "Ctrl K";

/** The palette, loaded once it is first opened: by Ctrl or ⌘ and K, or by `open`. */
export function usePalette(): { palette: ReactNode; open: () => void } {
  const [state, setState] = useState<"never" | "open" | "closed">("never");
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k")
        return;
      event.preventDefault();
      if (!keeper.state.get().ended) setState((before) => (before === "open" ? "closed" : "open"));
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
  const palette = state !== "never" && (
    <Suspense>
      <Palette isOpen={state === "open"} onClose={() => setState("closed")} />
    </Suspense>
  );
  return { palette, open: () => setState("open") };
}

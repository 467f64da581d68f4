import { useLayoutEffect, useState } from "react";

/**
 * `isOpen`, a moment later: by when it is drawn for good. What an address opens may be drawn, thrown away and drawn again,
 * and a drawer or window of Ant Design that was thrown away while open would be told of every Escape from then on.
 */
export function useDrawn(isOpen: boolean): boolean {
  const [isDrawn, setDrawn] = useState(false);
  useLayoutEffect(() => setDrawn(isOpen), [isOpen]);
  return isDrawn;
}

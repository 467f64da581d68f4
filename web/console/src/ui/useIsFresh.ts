import { useEffect, useState } from "react";

export const DOUBLE_CLICK_MS = 1000;

/** Whether the state of this thing has just come to be: a button that takes another's place is not to be pressed by a double click that was meant for that. */
export function useIsFresh(id: string, state: string): boolean {
  const [known, setKnown] = useState({ id, state });
  if (known.id !== id) setKnown({ id, state });
  useEffect(() => {
    const timer = setTimeout(() => setKnown({ id, state }), DOUBLE_CLICK_MS);
    return () => clearTimeout(timer);
  }, [id, state]);
  return known.id === id && known.state !== state;
}

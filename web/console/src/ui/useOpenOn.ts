import { useState } from "react";

/** Whether something is open about the one record that is shown, by its `id`; it closes when another is. */
export function useOpenOn(id: string | undefined) {
  const [on, setOn] = useState<string>();
  if (on !== undefined && on !== id) setOn(undefined);
  return { isOpen: on !== undefined && on === id, open: () => setOn(id), close: () => setOn(undefined) };
}

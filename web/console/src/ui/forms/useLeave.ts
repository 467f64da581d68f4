import { useHold } from "./leaving";
import { useDiscard } from "./useDiscard";

/** What closes a form: while something is typed in it, it asks first, as whoever goes elsewhere is asked. */
export function useLeave(isOpen: boolean, isDirty: () => boolean, leave: () => void): () => void {
  useHold(isOpen, isDirty);
  const ask = useDiscard();
  return () => {
    if (isDirty()) ask(leave);
    else leave();
  };
}

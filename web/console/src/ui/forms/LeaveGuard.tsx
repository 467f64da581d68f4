import { useEffect } from "react";
import { useBlocker } from "react-router";
import { useDiscard } from "./useDiscard";

/** While it is shown, going elsewhere asks first where something was typed; the browser asks before a reload. */
export function LeaveGuard({ isDirty }: { isDirty: () => boolean }) {
  const blocker = useBlocker(isDirty);
  const ask = useDiscard();
  useEffect(() => {
    if (blocker.state === "blocked") ask(blocker.proceed, blocker.reset);
  }, [blocker, ask]);
  useEffect(() => {
    const hold = (event: BeforeUnloadEvent) => {
      if (isDirty()) event.preventDefault();
    };
    window.addEventListener("beforeunload", hold);
    return () => window.removeEventListener("beforeunload", hold);
  }, [isDirty]);
  return null;
}

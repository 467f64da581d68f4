import { useEffect } from "react";
import { useBlocker } from "react-router";
import { isAnythingHeld, isHeldFirmly, useDiscard } from "./leaving";

/** Once in the shell, as a router knows one blocker: whoever goes elsewhere is asked, or kept, by what `leaving` holds. */
export function LeaveGuard() {
  const blocker = useBlocker(isAnythingHeld);
  const ask = useDiscard();
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    if (isHeldFirmly()) return blocker.reset();
    const question = ask(blocker.proceed, blocker.reset);
    return question.destroy; // whoever goes once more is asked of that instead
  }, [blocker, ask]);
  useEffect(() => {
    const hold = (event: BeforeUnloadEvent) => {
      if (isAnythingHeld()) event.preventDefault();
    };
    window.addEventListener("beforeunload", hold);
    return () => window.removeEventListener("beforeunload", hold);
  }, []);
  return null;
}

import { RequireSignIn } from "../auth/RequireSignIn";
import { Shell } from "./Shell";

/** The shell, for whoever has signed in. */
export function SignedIn() {
  return (
    <RequireSignIn>
      <Shell />
    </RequireSignIn>
  );
}

import { RequireSignIn } from "../auth/RequireSignIn";
import { Providers } from "./Providers";
import { Shell } from "./Shell";

/** The shell, for whoever has signed in. */
export function SignedIn() {
  return (
    <Providers>
      <RequireSignIn>
        <Shell />
      </RequireSignIn>
    </Providers>
  );
}

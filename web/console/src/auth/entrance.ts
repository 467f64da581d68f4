/** Where somebody begins who is not signed in: at the sign-in page, before anything of the other pages is loaded. */
import { keeper } from "./tokens";

const BASE = "/console";
const OPEN_PAGES = ["/sign-in", "/register"];
let wanted = "/";

/** Called before the router looks at the address. */
export function beginAtSignIn(): void {
  const address = location.pathname.slice(BASE.length);
  if (keeper.mayResume() || OPEN_PAGES.includes(address)) return;
  wanted = address.replace(/^[/\\]+/, "/") + location.search; // two slashes would lead elsewhere
  history.replaceState(null, "", `${BASE}/sign-in`);
}

/** The address that was asked for at first; gone to once somebody has signed in. */
export function wantedAddress(): string {
  return wanted;
}

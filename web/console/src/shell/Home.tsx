import { Navigate, useLocation } from "react-router";
import { useCan } from "../auth/session";
import { NotFound } from "./NoPage";
import { PLACES, tabsFor } from "./navigation";

/** Goes on from here, and once more when somebody comes here again before they have arrived there. */
function Onward({ to }: { to: string }) {
  return <Navigate key={useLocation().key} to={to} replace />;
}

/** The first place this person may see. */
export function Home() {
  const can = useCan();
  const first = PLACES.find((place) => can(place.permission));
  return first ? <Onward to={first.path} /> : <NotFound />;
}

/** The first of the gateway's pages that this person may see. */
export function GatewayHome() {
  const [first] = tabsFor("gateway", useCan());
  return first ? <Onward to={first.path} /> : <NotFound />;
}

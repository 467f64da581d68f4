import { Navigate } from "react-router";
import { useCan } from "../auth/session";
import { NotFound } from "./NotFound";
import { GATEWAY_TABS, PLACES } from "./navigation";

/** The first place this person may see. */
export function Home() {
  const can = useCan();
  const first = PLACES.find((place) => can(place.permission));
  return first ? <Navigate to={first.path} replace /> : <NotFound />;
}

/** The first of the gateway's pages that this person may see. */
export function GatewayHome() {
  const can = useCan();
  const first = GATEWAY_TABS.find((tab) => can(tab.permission));
  return first ? <Navigate to={`/gateway/${first.key}`} replace /> : <NotFound />;
}

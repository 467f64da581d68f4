import { Navigate, useLocation } from "react-router";
import { useCan } from "../auth/session";
import { NotFound } from "./NoPage";
import { PLACES, tabsFor } from "./navigation";

/** Goes on from here, and once more when somebody comes here again before they have arrived there. */
function Onward({ to }: { to: string | undefined }) {
  const { key } = useLocation();
  return to ? <Navigate key={key} to={to} replace /> : <NotFound />;
}

/** The first place this person may see. */
export function Home() {
  const can = useCan();
  return <Onward to={PLACES.find(({ permission }) => can(permission))?.path} />;
}

/** The first of the gateway's pages that this person may see. */
export function GatewayHome() {
  return <Onward to={tabsFor("gateway", useCan())[0]?.path} />;
}

import { Navigate } from "react-router";
import { useCan } from "../auth/session";
import { NotFound } from "./NotFound";
import { PLACES } from "./navigation";

/** The first place this person may see. */
export function Home() {
  const can = useCan();
  const first = PLACES.find((place) => can(place.permission));
  return first ? <Navigate to={first.path} replace /> : <NotFound />;
}

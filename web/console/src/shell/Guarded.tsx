import { Suspense } from "react";
import { Outlet, useLocation } from "react-router";
import { useCan } from "../auth/session";
import { Forbidden, NotFound } from "./NoPage";
import { permissionAt } from "./navigation";

/** The page of the address, or why there is none: a page that is not for this person asks the server for nothing. */
export function Guarded() {
  const can = useCan();
  const permission = permissionAt(useLocation().pathname);
  if (permission === undefined) return <NotFound />;
  if (permission !== "" && !can(permission)) return <Forbidden />;
  return (
    <Suspense>
      <Outlet />
    </Suspense>
  );
}

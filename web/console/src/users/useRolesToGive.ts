import { useMe } from "../auth/session";
import { ROLES, type Role } from "./types";

/** Owners and admins are made by owners alone. */
export function useRolesToGive(): Role[] {
  const isOwner = useMe()?.role === "owner";
  return ROLES.filter((role) => isOwner || (role !== "owner" && role !== "admin"));
}

import { useMe } from "../auth/session";
import { CHOICES } from "../generated/values";
import type { Role } from "./types";

/** Owners and admins are made by owners alone. */
export function useRolesToGive(): Role[] {
  const isOwner = useMe()?.role === "owner";
  return CHOICES.Role.filter((role) => isOwner || (role !== "owner" && role !== "admin"));
}

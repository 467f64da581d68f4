/** Who is signed in and what they may do; the server enforces it, the console follows. */
import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { api } from "../api/http";
import { keeper, type SignedInUser } from "./tokens";

export interface Me extends SignedInUser {
  permissions: string[];
  max_sessions: number;
}

export function useGrant() {
  return useSyncExternalStore(keeper.subscribe, keeper.snapshot);
}

export function useMe(): Me | undefined {
  const grant = useGrant();
  const { data } = useQuery({
    queryKey: ["me", grant?.user.id],
    queryFn: () => api.get<Me>("/api/auth/me"),
    enabled: grant !== undefined,
    staleTime: 300_000,
  });
  return data;
}

export function useCan(): (permission: string) => boolean {
  const permissions = useMe()?.permissions;
  return (permission) => permissions?.includes(permission) ?? false;
}

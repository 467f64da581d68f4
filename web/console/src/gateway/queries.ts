import { useQuery } from "@tanstack/react-query";
import { api, type Page } from "../api/http";
import type { Upstream } from "./types";

/** All upstreams: a shop has a handful, and names are needed beside keys, routes and log rows. */
export function useUpstreams() {
  return useQuery({
    queryKey: ["upstreams"],
    queryFn: ({ signal }) => api.get<Page<Upstream>>("/api/admin/upstreams", { limit: 200 }, signal),
  });
}

export function useUpstreamOptions(): { value: number; label: string }[] {
  const { data } = useUpstreams();
  return data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [];
}

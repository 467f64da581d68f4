import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useIsAny } from "./stream";

/** What could not be read while the server was away is read again once a stream stands. */
export function useReadFailedAgain(): void {
  const queries = useQueryClient();
  const isOpen = useIsAny("open");
  useEffect(() => {
    if (isOpen) void queries.invalidateQueries({ predicate: ({ state }) => state.status === "error" });
  }, [isOpen, queries]);
}

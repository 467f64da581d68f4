import { useSyncExternalStore } from "react";
import { keeper } from "./tokens";

/** The token of whoever is signed in. */
export function useGrant() {
  return useSyncExternalStore(keeper.subscribe, keeper.snapshot);
}

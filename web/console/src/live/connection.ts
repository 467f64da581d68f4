/** Whether the live streams stand; the banner shows once one has been lost for a while. */
import { useSyncExternalStore } from "react";
import type { StreamState } from "../../../shared/stream";

const states = new Map<string, StreamState>();
const listeners = new Set<() => void>();

export function setStreamState(name: string, state: StreamState | undefined): void {
  if (state === undefined) states.delete(name);
  else states.set(name, state);
  for (const listener of listeners) listener();
}

export function useIsLost(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => [...states.values()].includes("lost"),
  );
}

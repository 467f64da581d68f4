/** Whether the live streams stand; the banner shows once one has been lost for a while, or is forbidden. */
import { useSyncExternalStore } from "react";
import type { StreamState } from "../../../shared/stream";

export type Connection = StreamState | "forbidden";

const states = new Map<string, Connection>();
const listeners = new Set<() => void>();

export function setStreamState(name: string, state: Connection | undefined): void {
  if (state === undefined) states.delete(name);
  else states.set(name, state);
  for (const listener of listeners) listener();
}

/** Whether one of the streams is in this state. */
export function useIsAny(state: Connection): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => [...states.values()].includes(state),
  );
}

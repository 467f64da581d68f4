import { useSyncExternalStore } from "react";

/** A value that many components show and that changes outside of them. */
export function sharedValue<T>(initial: T) {
  let current = initial;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const get = (): T => current;
  return {
    get,
    subscribe,
    set: (next: T): void => {
      if (Object.is(next, current)) return;
      current = next;
      for (const listener of listeners) listener();
    },
    /** The value now, in a component that is drawn again when it changes. */
    use: (): T => useSyncExternalStore(subscribe, get),
  };
}

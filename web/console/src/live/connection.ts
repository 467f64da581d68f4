/** Whether the live streams stand; the banner shows once one has been lost for a while, or is forbidden. */
import type { StreamState } from "../../../shared/stream";
import { sharedValue } from "../sharedValue";

export type Connection = StreamState | "forbidden";

const states = sharedValue<Record<string, Connection | undefined>>({});

export const setStreamState = (name: string, state: Connection | undefined): void =>
  states.set({ ...states.get(), [name]: state });

/** Whether one of the streams is in this state. */
export const useIsAny = (state: Connection): boolean => Object.values(states.use()).includes(state);

/** A live stream as the signed-in person: ended for its token's sake it goes on with another, also after a new sign-in; forbidden it stays closed. */
import { eventBody } from "../../../shared/sse";
import { type LiveStream, openStream, type StreamOptions, type StreamState } from "../../../shared/stream";
import { keeper, type TokenKeeper } from "../auth/tokens";
import { sharedValue } from "../sharedValue";

interface SignedInStreamOptions extends Omit<StreamOptions, "headers" | "onState" | "onRefused"> {
  /** The server said that this stream is over for good: `FORBIDDEN`, `SESSION_NOT_FOUND` and the like. */
  onOver?: (code: string) => void;
}

interface Signing {
  keeper: Pick<TokenKeeper, "token" | "refresh" | "again" | "current">;
  onState: (state: Connection | undefined) => void;
}

const TOKEN_CODES = ["TOKEN_EXPIRED", "UNAUTHENTICATED"];
const REFUSALS: Record<number, string> = { 401: "UNAUTHENTICATED", 403: "FORBIDDEN", 404: "NOT_FOUND" };

export function openStreamAs({ keeper, onState }: Signing, options: SignedInStreamOptions): LiveStream {
  let used: string | undefined;
  let isTokenSpent = false;
  const finish = (code: string) => {
    stream.close();
    onState(code === "FORBIDDEN" ? "forbidden" : undefined);
    options.onOver?.(code);
  };
  const renewed = async () => (await keeper.refresh(used).catch(() => keeper.current)) ?? keeper.again();
  const stream = openStream({
    ...options,
    headers: async (): Promise<Record<string, string>> => {
      if (isTokenSpent) await keeper.refresh(used);
      isTokenSpent = false;
      used = await keeper.token();
      return used ? { Authorization: `Bearer ${used}` } : {};
    },
    onEvent: (event) => {
      if (event.event !== "error") return options.onEvent(event);
      const code = eventBody<{ code?: string }>(event)?.code ?? "";
      if (TOKEN_CODES.includes(code)) isTokenSpent = true;
      else if (code === "FORBIDDEN" || code.endsWith("NOT_FOUND")) finish(code);
    },
    onState,
    onRefused: async (status) => {
      if (status === 401 && (await renewed()) !== undefined) return true;
      finish(REFUSALS[status] ?? "REFUSED");
      return false;
    },
  });
  return {
    close() {
      stream.close();
      onState(undefined);
    },
  };
}

export function openSignedInStream(name: string, options: SignedInStreamOptions): LiveStream {
  return openStreamAs({ keeper, onState: (state) => setStreamState(name, state) }, options);
}

export type Connection = StreamState | "forbidden";

/** Whether the live streams stand; the banner shows once one has been lost for a while, or is forbidden. */
const states = sharedValue<Record<string, Connection | undefined>>({});

const setStreamState = (name: string, state: Connection | undefined): void =>
  states.set({ ...states.get(), [name]: state });

/** Whether one of the streams is in this state. */
export const useIsAny = (state: Connection): boolean => Object.values(states.use()).includes(state);

/** A live stream as the signed-in person. A token refresh never touches a running stream; the next connection uses the new token. */
import { type LiveStream, openStream, type StreamOptions } from "../../../shared/stream";
import { keeper } from "../auth/tokens";
import { setStreamState } from "./connection";

export function openSignedInStream(
  name: string,
  options: Omit<StreamOptions, "headers" | "onState" | "onRefused">,
): LiveStream {
  let used: string | undefined;
  const stream = openStream({
    ...options,
    headers: async (): Promise<Record<string, string>> => {
      used = await keeper.token();
      return used ? { Authorization: `Bearer ${used}` } : {};
    },
    onState: (state) => setStreamState(name, state),
    onRefused: async (status) => {
      if (status !== 401) return false;
      return (await keeper.refresh(used).catch(() => keeper.current)) !== undefined;
    },
  });
  return {
    close() {
      stream.close();
      setStreamState(name, undefined);
    },
  };
}

/** A live stream that reconnects by itself, resumes by Last-Event-ID and notices a silent server. */
import { readEvents, type ServerEvent } from "./sse";

export type StreamState = "connecting" | "open" | "lost";

export interface StreamOptions {
  url: string;
  headers: () => Record<string, string> | Promise<Record<string, string>>;
  onEvent: (event: ServerEvent) => void;
  onState?: (state: StreamState) => void;
  /** Called on a 4xx answer; resolve true to connect again (after a token refresh, say). Without it the stream stops. */
  onRefused?: (status: number) => boolean | Promise<boolean>;
  lastEventId?: string | undefined;
  /** Reconnect when nothing, not even a heartbeat, came for this long. Servers send one every 15 s. */
  silenceMs?: number;
  fetch?: typeof fetch;
}

export interface LiveStream {
  close: () => void;
}

const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 15_000;
const SILENCE_MS = 45_000;
const COMES_BACK = new Set([408, 425, 429]); // too slow, too early, too often: not who asks is refused

/** Full jitter: spreads reconnecting clients after a server restart. */
export function pauseBefore(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}

export function openStream(options: StreamOptions): LiveStream {
  const stop = new AbortController();
  void keepConnected(options, stop.signal);
  return { close: () => stop.abort() };
}

async function keepConnected(options: StreamOptions, stopped: AbortSignal): Promise<void> {
  let lastEventId = options.lastEventId;
  let failures = 0;
  const onEvent = (event: ServerEvent) => {
    if (stopped.aborted) return;
    if (event.id !== undefined) lastEventId = event.id;
    options.onEvent(event);
  };
  while (!stopped.aborted) {
    if (failures === 0) options.onState?.("connecting");
    const outcome = await connectOnce(options, lastEventId, stopped, onEvent);
    if (stopped.aborted) return;
    if (outcome.refused !== undefined && !(await options.onRefused?.(outcome.refused))) return;
    failures = outcome.opened ? 0 : failures + 1;
    options.onState?.("lost");
    await pause(pauseBefore(failures), stopped);
  }
}

async function connectOnce(
  options: StreamOptions,
  lastEventId: string | undefined,
  stopped: AbortSignal,
  onEvent: (event: ServerEvent) => void,
): Promise<{ opened: boolean; refused?: number }> {
  const attempt = new AbortController();
  const giveUp = () => attempt.abort();
  stopped.addEventListener("abort", giveUp, { once: true });
  const silenceMs = options.silenceMs ?? SILENCE_MS;
  let watchdog = setTimeout(giveUp, silenceMs);
  const heard = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(giveUp, silenceMs);
  };
  let opened = false;
  try {
    const headers: Record<string, string> = { Accept: "text/event-stream", ...(await options.headers()) };
    if (lastEventId !== undefined) headers["Last-Event-ID"] = lastEventId;
    const response = await (options.fetch ?? fetch)(options.url, {
      headers,
      signal: attempt.signal,
      cache: "no-store",
    });
    if (!response.ok) {
      const isRefusal = response.status >= 400 && response.status < 500 && !COMES_BACK.has(response.status);
      return isRefusal ? { opened, refused: response.status } : { opened };
    }
    opened = true;
    if (!stopped.aborted) options.onState?.("open");
    await readEvents(response, onEvent, heard);
  } catch {
    // A lost connection is told through onState by the caller.
  } finally {
    clearTimeout(watchdog);
    stopped.removeEventListener("abort", giveUp);
  }
  return { opened };
}

/** Waits, or less: coming back online or to the foreground is a reason to try at once. */
function pause(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      stopped.removeEventListener("abort", finish);
      globalThis.removeEventListener?.("online", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    stopped.addEventListener("abort", finish, { once: true });
    globalThis.addEventListener?.("online", finish, { once: true });
  });
}

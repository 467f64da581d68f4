/**
 * Keeps the access token: in memory only, renewed by the HttpOnly refresh cookie, by one tab at a time.
 * A tab that renews tells the others, so that they go on with its token instead of renewing again.
 * A sign-in that ends by itself keeps its person: what is asked meanwhile waits until they have signed in again.
 */
import type { Schema } from "../api/client";
import { sharedValue } from "../sharedValue";
import { tried } from "../tried";

export interface Grant {
  accessToken: string;
  expiresAtMs: number;
  user: Schema<"UserBrief">;
}

export type GrantBody = Pick<Schema<"SignedIn">, "access_token" | "expires_in" | "user">;

/** A sign-in that is over without its person's doing, and why: `expired`, `deactivated` and the like. */
export interface Ending {
  user: Grant["user"];
  reason: string;
}

interface State {
  grant?: Grant | undefined;
  ended?: Ending | undefined;
  /** Whether somebody signed out here and the server does not know: its cookie still holds. */
  isUnfinished?: boolean;
}

type Word = { kind: "granted"; grant: Grant } | { kind: "signed_out" };

export interface KeeperWorld {
  post: (path: string, body: unknown, accessToken?: string) => Promise<Response>;
  /** Runs one holder at a time across all tabs. */
  exclusively: <T>(work: () => Promise<T>) => Promise<T>;
  tell: (word: Word) => void;
  hear: (listener: (word: Word) => void) => void;
  now: () => number;
  /** Whether this browser may have a sign-in: what is remembered is kept over reloads, the token is not. */
  isRemembered: () => boolean;
  remember: (isSignedIn: boolean, reason?: string) => void;
}

const RENEW_BEFORE_MS = 30_000;
const REMEMBERED = "relaydesk.signedIn";
const ENDED = "relaydesk.ended";

/** Why the last sign-in of this tab has ended by itself, over reloads until the next. */
export const lastEnding = (): string | undefined => tried(() => sessionStorage.getItem(ENDED)) ?? undefined;

export class TokenKeeper {
  readonly state = sharedValue<State>({});
  private renewal: Promise<Grant | undefined> | undefined;

  constructor(private readonly world: KeeperWorld) {
    world.hear((word) => {
      const isOver = word.kind === "signed_out";
      // of an ending before that, this tab has nothing more to say
      world.remember(!isOver, isOver && this.person ? "other_tab" : undefined);
      this.state.set(isOver ? {} : { grant: word.grant });
    });
  }

  get current(): Grant | undefined {
    return this.state.get().grant;
  }

  /** Who works here, also while their sign-in is over and they have not left. */
  get person(): Grant["user"] | undefined {
    return (this.current ?? this.state.get().ended)?.user;
  }

  /** The next sign-in of somebody whose sign-in has ended by itself; undefined once they leave. */
  again(): Promise<Grant | undefined> {
    const id = this.state.get().ended?.user.id;
    if (id === undefined) return Promise.resolve(this.current);
    return new Promise((resolve) => {
      const stop = this.state.subscribe(() => {
        const { grant, ended } = this.state.get();
        if (ended) return;
        stop();
        resolve(grant?.user.id === id ? grant : undefined);
      });
    });
  }

  /** Whether this browser may have a sign-in to go on with. */
  mayResume(): boolean {
    return this.world.isRemembered();
  }

  /** Goes on with this browser's sign-in, if it has one; the server is not asked for what cannot be. */
  resume(): Promise<Grant | undefined> {
    return this.mayResume() ? this.refresh(undefined) : Promise.resolve(this.current);
  }

  /** A token that still has some life in it; renewing is tried early and its failure forgiven while the old one holds. */
  async token(): Promise<string | undefined> {
    const held = this.current;
    if (!held) return (await this.again())?.accessToken;
    const leftMs = held.expiresAtMs - this.world.now();
    if (leftMs > RENEW_BEFORE_MS) return held.accessToken;
    try {
      return (await this.refresh(held.accessToken))?.accessToken;
    } catch (error) {
      if (leftMs > 0) return held.accessToken;
      throw error;
    }
  }

  /** Renews unless somebody already replaced `stale`. Undefined means signed out; throws when the server is out of reach. */
  refresh(stale: string | undefined): Promise<Grant | undefined> {
    const { grant, ended } = this.state.get();
    if (ended) return Promise.resolve(undefined);
    if (grant && grant.accessToken !== stale) return Promise.resolve(grant);
    this.renewal ??= this.world
      .exclusively(() => this.renew(stale))
      .finally(() => {
        this.renewal = undefined;
      });
    return this.renewal;
  }

  private async renew(stale: string | undefined): Promise<Grant | undefined> {
    if (this.current && this.current.accessToken !== stale) return this.current;
    const response = await this.world.post("/api/auth/refresh", {});
    if (response.ok) return this.accept((await response.json()) as GrantBody);
    const reason = await reasonIn(response);
    if (response.status >= 500 || response.status === 429) throw new Error(`Refreshing failed with ${response.status}`);
    // Another tab's renewal may have been told while we asked with the token it replaced.
    if (this.current && this.current.accessToken !== stale) return this.current;
    this.world.remember(false, reason);
    this.state.set({ ended: this.current && { user: this.current.user, reason } });
    return undefined;
  }

  accept(body: GrantBody): Grant {
    const expiresAtMs = this.world.now() + body.expires_in * 1000;
    const grant = { accessToken: body.access_token, expiresAtMs, user: body.user };
    this.state.set({ grant });
    this.world.remember(true);
    this.world.tell({ kind: "granted", grant });
    return grant;
  }

  async signOut(): Promise<void> {
    const token = this.current?.accessToken;
    this.state.set({});
    this.world.remember(false);
    this.world.tell({ kind: "signed_out" });
    const response = await this.world.post("/api/auth/logout", {}, token).catch(() => undefined);
    if (!response?.ok && !this.current) this.state.set({ isUnfinished: true });
  }
}

/** How the server says that the sign-in ended. */
async function reasonIn(response: Response): Promise<string> {
  const body = await response.json().catch(() => undefined);
  return (body as { details?: { reason?: string } } | undefined)?.details?.reason ?? "unknown";
}

/** Asks for a token or ends one, past the client, which asks with the token that is kept here. */
export function post(path: string, body: unknown, accessToken?: string): Promise<Response> {
  return fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(accessToken && { Authorization: `Bearer ${accessToken}` }) },
    body: JSON.stringify(body),
    credentials: "same-origin",
  });
}

const keep = (storage: Storage, name: string, value: string | undefined) =>
  value ? storage.setItem(name, value) : storage.removeItem(name);

function browserWorld(): KeeperWorld {
  const channel = new BroadcastChannel("relaydesk.auth");
  return {
    post,
    // Web Locks need a secure context; without them the server's grace window covers two tabs renewing at once.
    exclusively: async <T>(work: () => Promise<T>): Promise<T> => {
      if (!navigator.locks) return work();
      return navigator.locks.request("relaydesk.refresh", async () => {
        // A turn of the event loop lets a word from the last holder arrive first.
        await new Promise((resolve) => setTimeout(resolve, 20));
        return work();
      });
    },
    tell: (word) => channel.postMessage(word),
    hear: (listener) => channel.addEventListener("message", (event) => listener(event.data as Word)),
    now: () => Date.now(),
    // where nothing can be remembered, the server knows
    isRemembered: () => tried(() => localStorage.getItem(REMEMBERED) !== null) ?? true,
    remember: (isSignedIn, reason) =>
      tried(() => {
        keep(localStorage, REMEMBERED, isSignedIn ? "yes" : undefined);
        keep(sessionStorage, ENDED, reason);
      }),
  };
}

export const keeper = new TokenKeeper(browserWorld());

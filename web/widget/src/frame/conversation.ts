/** A visitor's conversation: sends, listens, resumes. Knows nothing of how it is shown. */
import { newClientId } from "../../../shared/format";
import { eventBody, readEvents, type ServerEvent } from "../../../shared/sse";
import { type LiveStream, openStream, type StreamState } from "../../../shared/stream";
import {
  type Delta,
  EMPTY_THREAD,
  type Message,
  type StatusChange,
  type ThreadAction,
  type ThreadState,
  threadReducer,
} from "../../../shared/thread";
import type { WidgetUser } from "../protocol";
import { type ConversationMemory, identityOf, type Remembered } from "./storage";

export type Trouble = "busy" | "offline" | undefined;

export interface ConversationState {
  thread: ThreadState;
  connection: StreamState | undefined;
  isAnswering: boolean;
  isEscalating: boolean;
  trouble: Trouble;
}

interface SessionEvent {
  session_name: string;
  visitor_token?: string;
  status?: StatusChange["status"];
}

/** Whether a session's answer says that this browser has it no longer: ended, somebody else's, or erased. */
function isOver(status: number): boolean {
  return status === 401 || status === 404 || status === 410;
}

export class Conversation {
  state: ConversationState = {
    thread: EMPTY_THREAD,
    connection: undefined,
    isAnswering: false,
    isEscalating: false,
    trouble: undefined,
  };
  private user: WidgetUser | null = null;
  private session: Remembered | undefined;
  /** Ends the requests of a conversation that is left. */
  private scope = new AbortController();
  private live: LiveStream | undefined;
  private listeners = new Set<() => void>();

  constructor(
    private readonly assistant: string,
    private readonly memory: ConversationMemory,
    private readonly onMessage: (message: Message) => void = () => undefined,
  ) {}

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Picks up the conversation this browser had, if any. */
  resume(): void {
    this.session = this.memory.load();
    if (this.session) this.listen();
  }

  /** Who the page says is there now. Somebody else than the conversation's visitor begins another one at once. */
  setUser(user: WidgetUser | null): void {
    const known = this.session ? this.session.identity : identityOf(this.user);
    const named = identityOf(user);
    const isSomebodyElse = known !== undefined && (user === null || (named !== undefined && named !== known));
    if (isSomebodyElse) this.startNew();
    else if (this.session && known === undefined && named !== undefined) {
      this.session = { ...this.session, identity: named };
      this.memory.save(this.session);
    }
    this.user = user;
  }

  get readSeq(): number {
    return this.session?.readSeq ?? 0;
  }

  /** The visitor has seen all messages up to `seq`. */
  markRead(seq: number): void {
    if (!this.session || seq <= this.readSeq) return;
    this.session = { ...this.session, readSeq: seq };
    this.memory.save(this.session);
    this.set({});
  }

  send(content: string): Promise<void> {
    return this.deliver(newClientId(), content);
  }

  retry(clientMessageId: string): Promise<void> {
    const pending = this.state.thread.pending.find((p) => p.client_message_id === clientMessageId);
    return pending ? this.deliver(pending.client_message_id, pending.content) : Promise.resolve();
  }

  async escalate(): Promise<void> {
    const { signal } = this.scope;
    this.set({ isEscalating: true, trouble: undefined });
    try {
      if (!this.session) await this.open(signal);
      let answer = await this.askForHuman(signal);
      if (isOver(answer.status) && !signal.aborted) {
        this.leave();
        await this.open(signal);
        answer = await this.askForHuman(signal);
      }
      if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
      if (answer.ok && !signal.aborted) this.dispatch({ type: "status", change: { status: "waiting" } });
    } catch {
      if (!signal.aborted) this.set({ trouble: "offline" });
    } finally {
      if (!signal.aborted) this.set({ isEscalating: false });
    }
  }

  startNew(): void {
    this.scope.abort();
    this.scope = new AbortController();
    this.leave();
    this.set({ isAnswering: false, isEscalating: false, trouble: undefined });
    this.dispatch({ type: "reset" });
  }

  close(): void {
    this.live?.close();
  }

  /** Leaves a session; what is being sent stays, to be said in the next one. */
  private leave(): void {
    this.live?.close();
    this.live = undefined;
    this.session = undefined;
    this.memory.forget();
    this.set({ connection: undefined });
    this.dispatch({ type: "left" });
  }

  private async open(signal: AbortSignal): Promise<void> {
    const answer = await this.post("/api/sessions", this.withAssistant({}), signal);
    if (!answer.ok) throw new Error(String(answer.status));
    const body = (await answer.json()) as SessionEvent;
    if (!signal.aborted) this.begin(body);
  }

  private askForHuman(signal: AbortSignal): Promise<Response> {
    return this.post(`/api/sessions/${encodeURIComponent(this.session?.name ?? "")}/escalate`, {}, signal);
  }

  private async deliver(clientMessageId: string, content: string): Promise<void> {
    const sentAt = new Date().toISOString();
    this.dispatch({ type: "sending", client_message_id: clientMessageId, content, created_at: sentAt });
    this.set({ isAnswering: true, trouble: undefined });
    const { signal } = this.scope;
    let isAccepted = false;
    let isDone = false;
    try {
      const answer = await this.postMessage(clientMessageId, content, signal);
      if (!answer.ok) {
        this.set({ trouble: answer.status === 429 ? "busy" : "offline" });
        throw new Error(String(answer.status));
      }
      await readEvents(answer, (event) => {
        if (signal.aborted) return;
        isAccepted ||= event.event !== "error";
        isDone ||= event.event === "done";
        this.hear(event, true);
      });
      if (!isAccepted) throw new Error("nothing came");
    } catch {
      if (!isAccepted && !signal.aborted) {
        this.dispatch({ type: "failed", client_message_id: clientMessageId });
        this.set({ trouble: this.state.trouble ?? "offline" });
      }
    } finally {
      if (!signal.aborted) {
        this.set({ isAnswering: false });
        // Cut off, the answer goes on being written: the live stream brings the rest.
        if (isDone || !isAccepted) this.dispatch({ type: "turn_ended" });
      }
    }
  }

  private async postMessage(clientMessageId: string, content: string, signal: AbortSignal): Promise<Response> {
    const session = this.session;
    const body = this.withAssistant({ message: content, client_message_id: clientMessageId });
    const answer = await this.post("/api/chat/stream", this.withSession(body), signal);
    if (!session || !isOver(answer.status) || signal.aborted) return answer;
    // The live stream may have heard of it first, and left already.
    if (this.session?.name === session.name) this.leave();
    return this.post("/api/chat/stream", this.withSession(body), signal);
  }

  private withAssistant(body: Record<string, unknown>): Record<string, unknown> {
    const user = this.user ? { user: this.user } : {};
    return this.assistant ? { ...body, ...user, assistant: this.assistant } : { ...body, ...user };
  }

  private withSession(body: Record<string, unknown>): Record<string, unknown> {
    return this.session ? { ...body, session_name: this.session.name } : body;
  }

  private post(path: string, body: unknown, signal: AbortSignal): Promise<Response> {
    return fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...this.credentials() },
      body: JSON.stringify(body),
      credentials: "omit",
      signal,
    });
  }

  private credentials(): Record<string, string> {
    return this.session ? { Authorization: `Bearer ${this.session.token}` } : {};
  }

  private begin(event: SessionEvent): void {
    if (event.visitor_token && event.session_name !== this.session?.name) {
      if (this.session) this.leave();
      const identity = identityOf(this.user);
      const begun = { name: event.session_name, token: event.visitor_token, readSeq: 0 };
      this.session = identity === undefined ? begun : { ...begun, identity };
      this.memory.save(this.session);
    }
    if (event.status) this.dispatch({ type: "status", change: { status: event.status } });
    if (!this.live && this.session) this.listen();
  }

  private listen(): void {
    const name = this.session?.name;
    if (!name) return;
    this.live = openStream({
      url: `/api/sessions/${encodeURIComponent(name)}/events`,
      lastEventId: String(this.state.thread.lastSeq),
      headers: () => this.credentials(),
      onEvent: (event) => this.hear(event, false),
      onState: (connection) => this.set({ connection }),
      onRefused: (status) => {
        if (isOver(status) && this.session?.name === name) this.leave();
        return false;
      },
    });
  }

  /** Both streams carry the same events; token deltas count only once, from the answer to our own request. */
  private hear(event: ServerEvent, isOwnAnswer: boolean): void {
    if (event.event === "session" && isOwnAnswer) {
      const body = eventBody<SessionEvent>(event);
      if (body) this.begin(body);
    } else if (event.event === "delta") {
      const body = eventBody<Delta>(event);
      if (body?.text && isOwnAnswer === this.state.isAnswering) this.dispatch({ type: "delta", ...body });
    } else if (event.event === "message") {
      const message = eventBody<Message>(event);
      if (message) this.receive(message);
    } else if (event.event === "status") {
      const change = eventBody<StatusChange>(event);
      if (change) this.dispatch({ type: "status", change });
    } else if (event.event === "typing") {
      const body = eventBody<{ role?: string; typing?: boolean }>(event);
      if (body?.role !== "visitor") this.dispatch({ type: "typing", isTyping: body?.typing ?? true });
    }
  }

  private receive(message: Message): void {
    const isNew = !this.state.thread.messages.some((known) => known.seq === message.seq);
    this.dispatch({ type: "messages", messages: [message] });
    if (isNew) this.onMessage(message);
  }

  private dispatch(action: ThreadAction): void {
    const thread = threadReducer(this.state.thread, action);
    if (thread !== this.state.thread) this.set({ thread });
  }

  private set(change: Partial<ConversationState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}

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
import type { ConversationMemory, Remembered } from "./storage";

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

export class Conversation {
  state: ConversationState = {
    thread: EMPTY_THREAD,
    connection: undefined,
    isAnswering: false,
    isEscalating: false,
    trouble: undefined,
  };
  user: WidgetUser | null = null;
  private session: Remembered | undefined;
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
    this.set({ isEscalating: true, trouble: undefined });
    try {
      if (!this.session) await this.open();
      const answer = await this.post(`/api/sessions/${encodeURIComponent(this.session?.name ?? "")}/escalate`, {});
      if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
      if (answer.ok) this.dispatch({ type: "status", change: { status: "waiting" } });
    } catch {
      this.set({ trouble: "offline" });
    } finally {
      this.set({ isEscalating: false });
    }
  }

  startNew(): void {
    this.live?.close();
    this.live = undefined;
    this.session = undefined;
    this.memory.forget();
    this.set({ connection: undefined, isAnswering: false, trouble: undefined });
    this.dispatch({ type: "reset" });
  }

  close(): void {
    this.live?.close();
  }

  private async open(): Promise<void> {
    const answer = await this.post("/api/sessions", this.withAssistant({}));
    if (!answer.ok) throw new Error(String(answer.status));
    this.begin((await answer.json()) as SessionEvent);
  }

  private async deliver(clientMessageId: string, content: string): Promise<void> {
    const sentAt = new Date().toISOString();
    this.dispatch({ type: "sending", client_message_id: clientMessageId, content, created_at: sentAt });
    this.set({ isAnswering: true, trouble: undefined });
    let isAccepted = false;
    let isDone = false;
    try {
      const answer = await this.postMessage(clientMessageId, content);
      if (!answer.ok) {
        this.set({ trouble: answer.status === 429 ? "busy" : "offline" });
        throw new Error(String(answer.status));
      }
      await readEvents(answer, (event) => {
        isAccepted ||= event.event !== "error";
        isDone ||= event.event === "done";
        this.hear(event, true);
      });
      if (!isAccepted) throw new Error("nothing came");
    } catch {
      if (!isAccepted) {
        this.dispatch({ type: "failed", client_message_id: clientMessageId });
        this.set({ trouble: this.state.trouble ?? "offline" });
      }
    } finally {
      this.set({ isAnswering: false });
      // Cut off, the answer goes on being written: the live stream brings the rest.
      if (isDone || !isAccepted) this.dispatch({ type: "turn_ended" });
    }
  }

  private async postMessage(clientMessageId: string, content: string): Promise<Response> {
    const body = this.withAssistant({ message: content, client_message_id: clientMessageId });
    const answer = await this.post("/api/chat/stream", this.withSession(body));
    const isGone = answer.status === 401 || answer.status === 404 || answer.status === 410;
    if (!isGone || !this.session) return answer;
    // The remembered session has expired: say the same in a new one.
    this.live?.close();
    this.live = undefined;
    this.session = undefined;
    this.memory.forget();
    return this.post("/api/chat/stream", body);
  }

  private withAssistant(body: Record<string, unknown>): Record<string, unknown> {
    const user = this.user ? { user: this.user } : {};
    return this.assistant ? { ...body, ...user, assistant: this.assistant } : { ...body, ...user };
  }

  private withSession(body: Record<string, unknown>): Record<string, unknown> {
    return this.session ? { ...body, session_name: this.session.name } : body;
  }

  private post(path: string, body: unknown): Promise<Response> {
    return fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...this.credentials() },
      body: JSON.stringify(body),
      credentials: "omit",
    });
  }

  private credentials(): Record<string, string> {
    return this.session ? { Authorization: `Bearer ${this.session.token}` } : {};
  }

  private begin(event: SessionEvent): void {
    if (event.visitor_token && event.session_name !== this.session?.name) {
      this.session = { name: event.session_name, token: event.visitor_token, readSeq: 0 };
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
      onRefused: () => {
        if (this.state.thread.messages.length === 0) this.startNew();
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

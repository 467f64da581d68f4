/** One conversation as the browser knows it: a pure reducer shared by the console and the widget. */

export type Role = "visitor" | "assistant" | "operator" | "system";
export type SessionStatus = "bot" | "waiting" | "human" | "closed";

/** What an answer draws on: a product, or an article with its text. */
export interface Source {
  id?: string;
  kind?: "product" | "article";
  title: string;
  text?: string | null;
  url?: string | null;
  image_url?: string | null;
  price_minor?: number | null;
  currency?: string | null;
}

export interface Person {
  id: string | number;
  name: string;
}

export interface Message {
  id: string | number;
  seq: number;
  role: Role;
  content: string;
  sources?: Source[] | null;
  client_message_id?: string | null;
  created_at: string;
  /** The seq of the message it answers. */
  in_reply_to?: number | null;
  /** The operator's name. */
  author?: string | null;
  /** An answer that was cut off. */
  is_partial?: boolean;
  /** The visitor asked for a person: show how to get one. */
  offers_human?: boolean;
  /** Why the system speaks. */
  code?: string | null;
  /** For which colleague this is an operator's note. */
  note_for?: string | null;
}

export interface PendingMessage {
  client_message_id: string;
  content: string;
  created_at: string;
  failed: boolean;
}

export interface StatusChange {
  status: SessionStatus;
  epoch?: number | undefined;
  operator?: Person | string | null | undefined;
}

export interface ThreadState {
  messages: Message[];
  pending: PendingMessage[];
  /** Text of the answer being written, shown until the finished message arrives. */
  draft: string;
  isTyping: boolean;
  status: SessionStatus | undefined;
  epoch: number;
  operator: Person | undefined;
  lastSeq: number;
}

/** Some tokens of the answer to `in_reply_to`, written in `epoch`. */
export interface Delta {
  text: string;
  epoch?: number | undefined;
  in_reply_to?: number | undefined;
}

export type ThreadAction =
  | { type: "messages"; messages: Message[] }
  | { type: "sending"; client_message_id: string; content: string; created_at: string }
  | { type: "failed"; client_message_id: string }
  | { type: "discarded"; client_message_id: string }
  | ({ type: "delta" } & Delta)
  | { type: "typing"; isTyping: boolean }
  | { type: "turn_ended" }
  | { type: "status"; change: StatusChange }
  | { type: "left" }
  | { type: "reset" };

export const EMPTY_THREAD: ThreadState = {
  messages: [],
  pending: [],
  draft: "",
  isTyping: false,
  status: undefined,
  epoch: -1,
  operator: undefined,
  lastSeq: 0,
};

export function asPerson(value: Person | string | null | undefined): Person | undefined {
  if (!value) return undefined;
  return typeof value === "string" ? { id: value, name: value } : value;
}

export function threadReducer(state: ThreadState, action: ThreadAction): ThreadState {
  switch (action.type) {
    case "messages":
      return action.messages.reduce(withMessage, state);
    case "sending":
      return { ...state, pending: withPending(state.pending, action) };
    case "failed":
      return { ...state, pending: state.pending.map((p) => (isSame(p, action) ? { ...p, failed: true } : p)) };
    case "discarded":
      return { ...state, pending: state.pending.filter((p) => !isSame(p, action)) };
    case "delta":
      // Two streams tell of one answer: a token that comes after the whole answer is old news.
      if (action.in_reply_to !== undefined && isAnswered(state.messages, action.in_reply_to)) return state;
      // Once the conversation has left the assistant, nothing more of its answer may show.
      if (state.status !== undefined && state.status !== "bot") return state;
      if (action.epoch !== undefined && action.epoch < state.epoch) return state;
      return { ...state, draft: state.draft + action.text, isTyping: false };
    case "typing":
      return { ...state, isTyping: action.isTyping };
    case "turn_ended":
      return { ...state, draft: "", isTyping: false };
    case "status":
      return withStatus(state, action.change);
    case "left":
      // Another session numbers its messages anew; what is not sent yet goes there.
      return { ...EMPTY_THREAD, pending: state.pending };
    case "reset":
      return EMPTY_THREAD;
  }
}

function isAnswered(messages: Message[], questionSeq: number): boolean {
  return messages.some((message) => (message.in_reply_to ?? 0) >= questionSeq);
}

function isSame(a: { client_message_id: string }, b: { client_message_id: string }): boolean {
  return a.client_message_id === b.client_message_id;
}

function withPending(pending: PendingMessage[], sent: Omit<PendingMessage, "failed">): PendingMessage[] {
  const { client_message_id, content, created_at } = sent;
  if (pending.some((p) => isSame(p, sent))) {
    return pending.map((p) => (isSame(p, sent) ? { ...p, failed: false } : p));
  }
  return [...pending, { client_message_id, content, created_at, failed: false }];
}

function withMessage(state: ThreadState, message: Message): ThreadState {
  const pending = state.pending.filter((p) => p.client_message_id !== message.client_message_id);
  const known = state.messages.findIndex((m) => m.seq === message.seq);
  let messages: Message[];
  if (known >= 0) {
    messages = state.messages.with(known, message);
  } else {
    const after = state.messages.findIndex((m) => m.seq > message.seq);
    messages = after < 0 ? [...state.messages, message] : state.messages.toSpliced(after, 0, message);
  }
  const endsDraft = known < 0 && message.role !== "visitor" && !message.note_for;
  return {
    ...state,
    messages,
    pending: pending.length === state.pending.length ? state.pending : pending,
    draft: endsDraft ? "" : state.draft,
    isTyping: endsDraft ? false : state.isTyping,
    lastSeq: Math.max(state.lastSeq, message.seq),
  };
}

function withStatus(state: ThreadState, change: StatusChange): ThreadState {
  const epoch = change.epoch ?? state.epoch;
  if (epoch < state.epoch) return state;
  const endsTurn = change.status !== "bot";
  return {
    ...state,
    status: change.status,
    epoch,
    operator: change.operator === undefined ? state.operator : asPerson(change.operator),
    draft: endsTurn ? "" : state.draft,
    isTyping: endsTurn ? false : state.isTyping,
  };
}

/** What of a conversation is sent with a question. */
import type { Asked } from "../../api/playground";
import type { Turn } from "./useChat";

type Messages = Asked["messages"];

/** The API's bounds of one request. */
const MOST_MESSAGES = 200;
const LONGEST_MESSAGE = 100_000;
const MOST_BYTES = 1_000_000;

const encoder = new TextEncoder();
const bytesOf = (messages: Messages) => encoder.encode(JSON.stringify(messages)).length;
const isTooLong = ({ content }: Messages[number]) => content.length > LONGEST_MESSAGE;
const plain = (text: string) => text.replaceAll("\0", ""); // the API takes none of these

const messagesIn = ({ question, answer }: Turn): Messages => [
  { role: "user", content: question },
  { role: "assistant", content: plain(answer) },
];

/** What was said before, as far as it was answered and fits: from the newest back to the first that does not. */
export function messagesOf(turns: Turn[], question: string, system = ""): { messages: Messages; isCut: boolean } {
  const told: Messages = system.trim() ? [{ role: "system", content: system.trim() }] : [];
  const asked: Messages = [{ role: "user", content: question }];
  const answered = turns.filter(({ answer }) => plain(answer) !== "");
  let before: Messages = [];
  let bytes = bytesOf([...told, ...asked]);
  for (const turn of answered.toReversed()) {
    const pair = messagesIn(turn);
    bytes += bytesOf(pair);
    const count = told.length + pair.length + before.length + asked.length;
    if (count > MOST_MESSAGES || bytes > MOST_BYTES || pair.some(isTooLong)) break;
    before = [...pair, ...before];
  }
  return { messages: [...told, ...before, ...asked], isCut: before.length < 2 * answered.length };
}

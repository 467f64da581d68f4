/** Replies that are not sent yet: where storage is not forbidden, this tab keeps them over a reload and a sign-in that ends. */
import { tried } from "../tried";

const keyOf = (draft: string) => `relaydesk.draft ${draft}`;

/** One person's text for one session. */
export function draftName(personId: string | undefined, session: string): string {
  return `${personId} ${session}`;
}

export function readDraft(name: string): string {
  return tried(() => sessionStorage.getItem(keyOf(name))) ?? "";
}

export function keepDraft(name: string, text: string): void {
  tried(() => (text ? sessionStorage.setItem(keyOf(name), text) : sessionStorage.removeItem(keyOf(name))));
}

/** This text was not sent; what has been written meanwhile goes first. */
export function putBack(name: string, text: string): void {
  if (!readDraft(name)) keepDraft(name, text);
}

/** This text is no longer to be sent. */
export function dropDraft(name: string, text: string): void {
  if (readDraft(name) === text) keepDraft(name, "");
}

/** Whoever comes next at this browser finds nothing of them. */
export function forgetDrafts(): void {
  tried(() => {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(keyOf(""))) sessionStorage.removeItem(key);
  });
}

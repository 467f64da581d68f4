/** What codes of the server mean, in the reader's language. */
import i18next from "i18next";

// the keys are made of a code: their type is too large to work out
type Say = (key: string, values: Record<string, string>) => string;

/** i18next finds what every object inherits, such as `__proto__`, under any key. */
const isInherited = (key: string) => key.split(".").some((part) => part in Object.prototype);

/** The text under a key that a code is part of; undefined where that code has no words. */
export function wordsOf(key: string, values: Record<string, string> = {}): string | undefined {
  return i18next.exists(key) && !isInherited(key) ? (i18next.t as Say)(key, values) : undefined;
}

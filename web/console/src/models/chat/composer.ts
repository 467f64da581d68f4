/** What is typed at the chat playground and not sent, and the models that were asked; kept while its person goes elsewhere. */
import type { Asked } from "../../api/playground";
import { sharedValue } from "../../sharedValue";

export interface Settings extends Omit<Asked, "model" | "messages"> {
  system?: string;
}

export interface Composer {
  question: string;
  settings: Settings;
  /** As in the page's address. */
  models: { model: string; beside: string };
}

const EMPTY: Composer = { question: "", settings: {}, models: { model: "", beside: "" } };
const composer = sharedValue(EMPTY);

export const useComposer = composer.use;
export const composed = composer.get;
export const compose = (changes: Partial<Composer>): void => composer.set({ ...composer.get(), ...changes });
export const forgetComposer = (): void => composer.set(EMPTY);

/** The settings as a request has them: without what is empty. */
export function settingsOf({ system = "", temperature, max_tokens }: Settings): Settings {
  return {
    ...(system.trim() && { system: system.trim() }),
    ...(typeof temperature === "number" && { temperature }),
    ...(typeof max_tokens === "number" && { max_tokens }),
  };
}

/** Files that are sent: one that is under way goes on while its person looks at other pages. */
import { useTranslation } from "react-i18next";
import { type Query, searchOf } from "../api/client";
import { upload } from "../api/upload";
import { sharedValue } from "../sharedValue";
import { useAction } from "../ui/useAction";

export interface Upload {
  path: string;
  filename: string;
  /** Of 1: all of it was sent, and the server reads it. */
  fraction: number;
  cancel: () => void;
}

const uploads = sharedValue<Upload[]>([]);

export const isUploading = (): boolean => uploads.get().length > 0;

/** Uploads end with their tab: as long as there is one, whoever leaves is asked first. */
const askFirst = (event: BeforeUnloadEvent) => event.preventDefault();
uploads.subscribe(() => {
  window[isUploading() ? "addEventListener" : "removeEventListener"]("beforeunload", askFirst);
});

/** Their person has gone: what was sent for them goes on for nobody else. */
export function endUploads(): void {
  for (const { cancel } of uploads.get()) cancel();
}

/** What is sent to a path now, and how more is: `done` says of the answer what has happened. Then all below `reads` is read again. */
export function useUploads(path: string, reads: readonly string[]) {
  const { t } = useTranslation();
  const { run } = useAction(reads);
  const send = async (file: File, query: Query, done: (answer: unknown) => string): Promise<string> => {
    const ending = new AbortController();
    const { signal } = ending;
    let shown: Upload = { path, filename: file.name, fraction: 0, cancel: () => ending.abort() };
    uploads.set([...uploads.get(), shown]);
    const show = (...next: Upload[]) => uploads.set(uploads.get().flatMap((one) => (one === shown ? next : [one])));
    const onProgress = (fraction: number) => {
      const next = { ...shown, fraction };
      show(next);
      shown = next;
    };
    try {
      return done(await upload(`${path}?${searchOf({ filename: file.name, ...query })}`, file, { onProgress, signal }));
    } catch (error) {
      if (signal.aborted) return t("upload.cancelled");
      throw error;
    } finally {
      show();
    }
  };
  return {
    current: uploads.use().filter((one) => one.path === path),
    start: (file: File, query: Query, done: (answer: unknown) => string) => void run(() => send(file, query, done)),
  };
}

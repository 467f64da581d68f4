/** Uploads of versions: one that is under way goes on while its person looks at other pages. */
import { useTranslation } from "react-i18next";
import { type Schema, searchOf } from "../../api/client";
import { upload } from "../../api/upload";
import { sharedValue } from "../../sharedValue";
import { useAction } from "../../ui/useAction";
import { MODELS } from "../resources";

interface Upload {
  filename: string;
  /** Of 1: all of it was sent, and the server reads it. */
  fraction: number;
  cancel: () => void;
}

const uploads = sharedValue<Record<string, Upload | undefined>>({});
const note = (model: string, one: Upload | undefined) => uploads.set({ ...uploads.get(), [model]: one });

/** Uploads end with their tab: as long as there is one, whoever leaves is asked first. */
const askFirst = (event: BeforeUnloadEvent) => event.preventDefault();
uploads.subscribe(() => {
  const isAny = Object.values(uploads.get()).some((one) => one !== undefined);
  window[isAny ? "addEventListener" : "removeEventListener"]("beforeunload", askFirst);
});

export function useUpload(model: string) {
  const { t } = useTranslation();
  const { run } = useAction([MODELS.list]);
  const send = async (file: File): Promise<string> => {
    const ending = new AbortController();
    const { signal } = ending;
    const onProgress = (fraction: number) =>
      note(model, { filename: file.name, fraction, cancel: () => ending.abort() });
    onProgress(0);
    try {
      const path = `/api/models/${model}/versions?${searchOf({ filename: file.name })}`;
      const { version } = (await upload(path, file, { onProgress, signal })) as Schema<"VersionOut">;
      return t("model.uploaded", { version, name: model });
    } catch (error) {
      if (signal.aborted) return t("model.uploadCancelled");
      throw error;
    } finally {
      note(model, undefined);
    }
  };
  return { current: uploads.use()[model], start: (file: File) => void run(() => send(file)) };
}

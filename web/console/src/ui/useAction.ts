import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/errors";
import { readAgain } from "../api/resources";
import { useNotices } from "./useNotices";

/** What was done has an outcome that the server answers for, and it is a failure: `message` says so to the reader. */
export class ActionFailed extends Error {}

/** Does something, says what happened, and reads again what stands under these paths. */
export function useAction(paths: readonly string[] = []) {
  const notices = useNotices();
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const below = paths.join(" ");
  const run = useCallback(
    async (work: () => Promise<unknown>, done?: string): Promise<boolean> => {
      setBusy(true);
      notices.clearFailures();
      try {
        await work();
        if (done) notices.success(done);
        return true;
      } catch (error) {
        const isKnown = error instanceof ApiError || error instanceof ActionFailed;
        notices.error(isKnown ? error.message : t("error.unreachable"));
        return false;
      } finally {
        setBusy(false);
        if (below) void readAgain(queries, below.split(" "));
      }
    },
    [below, notices, queries, t],
  );
  return { run, isBusy };
}

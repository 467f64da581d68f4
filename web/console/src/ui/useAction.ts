import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { messageOf } from "../api/errors";
import { readAgain } from "../api/resources";
import { useNotices } from "./useNotices";

/** Does something, says what happened (`done`, or the text that the work answers), and reads again what stands under these paths. */
export function useAction(paths: readonly string[] = []) {
  const notices = useNotices();
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const below = paths.join(" ");
  const run = useCallback(
    async (work: () => Promise<unknown>, done?: string): Promise<boolean> => {
      setBusy(true);
      notices.clearFailures();
      try {
        const answer = await work();
        const words = done ?? answer;
        if (typeof words === "string") notices.success(words);
        return true;
      } catch (error) {
        notices.error(messageOf(error));
        return false;
      } finally {
        setBusy(false);
        if (below) void readAgain(queries, below.split(" "));
      }
    },
    [below, notices, queries],
  );
  return { run, isBusy };
}

import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/errors";

/** Does something, says what happened, and reads the named lists again. */
export function useAction(lists: readonly string[] = []) {
  const { message } = App.useApp();
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const keys = lists.join(" ");
  const run = useCallback(
    async (work: () => Promise<unknown>, done?: string): Promise<boolean> => {
      setBusy(true);
      try {
        await work();
        if (done) void message.success(done);
        return true;
      } catch (error) {
        void message.error(error instanceof ApiError ? error.message : t("error.unreachable"));
        return false;
      } finally {
        setBusy(false);
        for (const key of keys.split(" ")) if (key) void queries.invalidateQueries({ queryKey: [key] });
      }
    },
    [keys, message, queries, t],
  );
  return { run, isBusy };
}

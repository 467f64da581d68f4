import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { messageOf } from "../api/errors";
import { readAgain } from "../api/resources";
import { keepFocus } from "./focus";
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

interface Asking {
  /** The other answer, where "Cancel" could mean either. */
  elseText?: string;
  /** Puts the focus where it belongs. */
  afterClose?: () => void;
}

/** Asks before something is destroyed, naming it. */
export function useConfirm() {
  const { modal } = App.useApp();
  const { t } = useTranslation();
  return (title: string, hint: string, actionText: string, work: () => Promise<unknown>, more: Asking = {}) => {
    const { elseText = t("action.cancel"), afterClose = keepFocus } = more;
    modal.confirm({
      title,
      content: hint,
      okText: actionText,
      okButtonProps: { danger: true },
      cancelText: elseText,
      focusable: { autoFocusButton: "cancel" }, // Enter alone destroys nothing
      onOk: () => work(),
      afterClose,
    });
  };
}

import { App } from "antd";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { keepFocus } from "../focus";
import { useHold } from "./leaving";

/** Asks whether what was typed may be lost. */
export function useDiscard() {
  const { modal } = App.useApp();
  const { t } = useTranslation();
  return useCallback(
    (onDiscard: () => void, onStay?: () => void) =>
      modal.confirm({
        title: t("form.discard"),
        content: t("form.discardHint"),
        okText: t("form.discardAction"),
        okButtonProps: { danger: true },
        cancelText: t("form.stay"),
        focusable: { autoFocusButton: "cancel" },
        onOk: onDiscard,
        afterClose: keepFocus,
        ...(onStay ? { onCancel: onStay } : {}),
      }),
    [modal, t],
  );
}

/** What closes a form: while something is typed in it, it asks first, as whoever goes elsewhere is asked. */
export function useLeave(isOpen: boolean, isDirty: () => boolean, leave: () => void): () => void {
  useHold(isOpen, isDirty);
  const ask = useDiscard();
  return () => {
    if (isDirty()) ask(leave);
    else leave();
  };
}

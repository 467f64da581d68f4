/** Who has something to lose when the page is left: forms ask first, a secret that is shown once stays. */
import { App } from "antd";
import { useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { keepFocus } from "../focus";

interface Hold {
  isHeld: () => boolean;
  /** Nothing is asked: it cannot be left at all. */
  isFirm: boolean;
}

const holds = new Set<Hold>();

export const isAnythingHeld = (): boolean => [...holds].some(({ isHeld }) => isHeld());
export const isHeldFirmly = (): boolean => [...holds].some(({ isHeld, isFirm }) => isFirm && isHeld());

/** While `isOn`, nobody goes elsewhere unasked as long as `isHeld` says so. */
export function useHold(isOn: boolean, isHeld: () => boolean, isFirm = false): void {
  useEffect(() => {
    if (!isOn) return;
    const hold = { isHeld, isFirm };
    holds.add(hold);
    return () => {
      holds.delete(hold);
    };
  }, [isOn, isHeld, isFirm]);
}

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

/** Who has something to lose when the page is left: forms ask first, a secret that is shown once stays. */
import { useEffect } from "react";

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

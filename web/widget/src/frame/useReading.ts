/** Where the visitor is in the conversation: what to scroll to, and what has been seen. */
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

const NEAR_END_PX = 120;
// A message counts as seen with this much of it in view, or all of a smaller one.
const SEEN_PX = 24;

interface Reading {
  list: RefObject<HTMLDivElement | null>;
  isOpen: boolean;
  /** Changes whenever the list grows. */
  growth: string;
  isSending: boolean;
  readSeq: number;
  onSeen: (seq: number) => void;
}

/** Opens at the first unread message, else at the newest; then follows the end unless the visitor scrolled away. */
export function useReading({ list, isOpen, growth, isSending, readSeq, onSeen }: Reading): () => void {
  const isFollowing = useRef(true);
  const isPlaced = useRef(false);
  const look = () => {
    const box = list.current;
    if (!box || !isOpen || document.visibilityState !== "visible") return;
    isFollowing.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
    const end = box.getBoundingClientRect().bottom;
    const seen = rows(box).filter((row) => {
      const { top, height } = row.getBoundingClientRect();
      return top + Math.min(height, SEEN_PX) <= end;
    });
    const last = seen[seen.length - 1];
    if (last) onSeen(Number(last.dataset.seq));
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the conversation's growth
  useLayoutEffect(() => {
    const box = list.current;
    if (!box || !isOpen) {
      isPlaced.current = false;
      return;
    }
    const unread = isPlaced.current
      ? undefined
      : rows(box).find((row) => Number(row.dataset.seq) > readSeq && row.dataset.role !== "visitor");
    if (unread) box.scrollTop += unread.getBoundingClientRect().top - box.getBoundingClientRect().top - SEEN_PX;
    else if (isFollowing.current || isSending || !isPlaced.current) box.scrollTop = box.scrollHeight;
    isPlaced.current = rows(box).length > 0;
    look();
  }, [isOpen, growth]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a tab that comes to the front shows what had come meanwhile
  useEffect(() => {
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [isOpen, growth]);

  return look;
}

function rows(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>("[data-seq]")];
}

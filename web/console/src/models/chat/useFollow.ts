/** Keeps the end of what grows in sight above the composer, for as long as the reader is there. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from "react";

const NEAR_PX = 48;
const GAP_PX = 16; // between what is read and the composer

/** How far the end lies below what can be seen, or as a negative number above it; 0 where it can be seen. */
function hiddenPx(answers: HTMLElement): number {
  const composer = answers.parentElement?.querySelector(".chat-composer");
  const main = answers.closest("main");
  if (!composer || !main) return 0;
  const end = answers.getBoundingClientRect().bottom + GAP_PX;
  const place = composer.getBoundingClientRect();
  const page = main.getBoundingClientRect();
  if (end > place.top) return end - place.top;
  // the page is at what stands behind the composer, which goes up with the rest there
  return end < page.top + NEAR_PX ? end + place.height - page.bottom : 0;
}

/** The answer follows the end from the next change on, wherever the reader is now. */
export function useFollow(answers: RefObject<HTMLElement | null>, content: unknown): () => void {
  const isAtEnd = useRef(true);
  useEffect(() => {
    const main = answers.current?.closest("main");
    if (!main) return;
    const look = () => {
      if (answers.current) isAtEnd.current = Math.abs(hiddenPx(answers.current)) <= NEAR_PX;
    };
    main.addEventListener("scroll", look, { passive: true });
    return () => main.removeEventListener("scroll", look);
  }, [answers]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each change of what is shown
  useLayoutEffect(() => {
    if (!answers.current || !isAtEnd.current) return;
    const hidden = hiddenPx(answers.current);
    if (hidden !== 0) answers.current.closest("main")?.scrollBy({ top: hidden, behavior: "instant" });
  }, [answers, content]);
  return useCallback(() => {
    isAtEnd.current = true;
  }, []);
}

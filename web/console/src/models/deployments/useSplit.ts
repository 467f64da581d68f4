/** How a person has traffic split before it holds, while it may move underneath. */
import { useState } from "react";
import type { Deployment } from "../resources";
import { isSame, percentsOf, type Share, withoutVersion, withWeight } from "./weights";

interface Draft {
  weights: Share[];
  /** The traffic that it began from. */
  from: Share[];
  /** The slider that is being moved, and the weights before: on its way over 100 % the others keep their relation. */
  slide?: { version: number; before: Share[] };
}

const looksSame = (one: Share[], other: Share[]) => isSame(percentsOf(one), percentsOf(other));

export function useSplit({ traffic, sticky }: Deployment) {
  const [draft, setDraft] = useState<Draft>();
  const [wish, setSticky] = useState<boolean>();
  const isFromNow = draft !== undefined && isSame(draft.from, traffic);
  // what has come to be, by whomever, and what was moved back is no wish any more
  const isOver =
    draft !== undefined && !isFromNow && [draft.from, traffic].some((one) => looksSame(draft.weights, one));
  if (isOver) setDraft(undefined);
  if (wish === sticky) setSticky(undefined);
  const { weights, from, slide }: Draft = draft && !isOver ? draft : { weights: traffic, from: traffic };
  const isMoved = !looksSame(weights, from);
  return {
    weights,
    sticky: wish ?? sticky,
    isMoved,
    isChanged: isMoved || (wish ?? sticky) !== sticky,
    /** It was moved from a traffic that is not there any more. */
    isStale: isMoved && !isFromNow,
    slide: (version: number, percent: number) => {
      const before = slide?.version === version ? slide.before : weights;
      setDraft({ from, weights: withWeight(before, version, percent), slide: { version, before } });
    },
    add: (version: number) => setDraft({ from, weights: [...weights, { version, weight: 0 }] }),
    remove: (version: number) => setDraft({ from, weights: withoutVersion(weights, version) }),
    setSticky,
    drop: () => {
      setDraft(undefined);
      setSticky(undefined);
    },
  };
}

import { useTranslation } from "react-i18next";
import { formatExact } from "../../format";
import { Status, type Tone } from "../../ui/Status";
import { problemText } from "../queries";
import type { Upstream } from "../resources";
import { formatShare, type Group } from "../stats/format";

interface Props {
  of: Upstream;
  /** Why the gateway leaves it out, where it does. */
  unserved: string | undefined;
  /** What became of its requests, where nothing beside this says it. */
  sums?: Pick<Group, "requests" | "errors"> | undefined;
  /** Where something else says that it is well. */
  hidesReady?: boolean;
}

function useUpstreamState({ of, unserved, sums }: Props): { tone: Tone; words: string; hint?: string } {
  const { t } = useTranslation();
  const { enabled, keys, awaiting_keys, held_until, held_reason, held_because: reason } = of;
  if (unserved) {
    const hint = t("gateway.unservedHint", { reason: unserved });
    return { tone: "bad", words: `${t("gateway.unserved")}: ${unserved}`, hint };
  }
  if (!enabled) return { tone: "calm", words: t("gateway.off") };
  const held =
    held_until &&
    `${t("pool.heldUntil", { time: formatExact(held_until) })} · ${problemText({ message: held_reason ?? "", reason })}`;
  if (held_until && held && Date.parse(held_until) > Date.now())
    return { tone: "bad", words: t("gateway.held"), hint: held };
  if (awaiting_keys > 0)
    return { tone: "bad", words: t("gateway.awaiting", { count: awaiting_keys }), hint: t("gateway.awaitingHint") };
  if (keys.active === 0 && keys.disabled + keys.banned > 0) return { tone: "bad", words: t("gateway.noActiveKey") };
  // the first answer takes a hold away that is over: without one nobody knows yet whether it is well
  if (held) return { tone: "near", words: t("gateway.untried"), hint: held };
  if (sums && sums.errors > sums.requests / 2) {
    const hint = t("gateway.failingHint", { share: formatShare(sums.errors, sums.requests) });
    return { tone: "near", words: t("gateway.failing"), hint };
  }
  return { tone: "good", words: t("gateway.ready") };
}

/** Whether an upstream is asked, and why not. */
export function UpstreamState(props: Props) {
  const { tone, words, hint } = useUpstreamState(props);
  if (props.hidesReady && tone === "good") return null;
  return (
    <Status tone={tone} hint={hint}>
      {words}
    </Status>
  );
}

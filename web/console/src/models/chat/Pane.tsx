import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ApiError, messageOf } from "../../api/errors";
import type { Refusal } from "../../api/playground";
import { formatMs, formatNumber } from "../../format";
import { formatCost } from "../../gateway/stats/format";
import { wordsOf } from "../../words";
import { KeysLink } from "./KeysLink";
import type { Turn } from "./useChat";

type Remedy = "choose" | "start" | "keys" | "refusedKey" | "upstream" | "signIn" | "right" | "wait";

/** What may be done about a refusal, by its code. */
const REMEDIES: Record<string, Remedy> = {
  MODEL_NOT_FOUND: "choose",
  MODEL_STOPPED: "start",
  NO_UPSTREAM_KEY: "keys",
  KEYS_RESTING: "keys",
  UPSTREAM_DISABLED: "upstream",
  UPSTREAM_HELD: "upstream",
  UPSTREAM_UNREACHABLE: "upstream",
  UNAUTHENTICATED: "signIn",
  TOKEN_EXPIRED: "signIn",
  FORBIDDEN: "right",
  TOO_MANY_CHATS: "wait",
};

const OWN = ["UNAUTHENTICATED", "TOKEN_EXPIRED", "FORBIDDEN"]; // about the person, not about a client key

const IN_OTHER_WORDS = ["UPSTREAM_REFUSED", "UPSTREAM_BROKE_OFF", "VALIDATION_FAILED"]; // whose message says more
const REFUSED_KEY = [401, 403]; // as upstreams answer one
const UNLOGGED = ["MODEL_NOT_FOUND", "MODEL_STOPPED", "RATE_LIMITED", "JOURNAL_FULL", "SHUTTING_DOWN"];

interface Props {
  model: string;
  turns: Turn[];
  /** Whether messages were sent without it. */
  hasMissed: boolean;
}

/** What one model has said. */
export function Pane({ model, turns, hasMissed }: Props) {
  const { t } = useTranslation();
  return (
    <section className="card tile chat-pane" aria-label={model || t("chat.model")}>
      <h2 className="mono">{model || t("chat.noModel")}</h2>
      <div role="log" aria-label={t("chat.answersOf", { model })}>
        {hasMissed && <p className="soft">{t("chat.missed")}</p>}
        {turns.length === 0 && !hasMissed && <p className="soft">{t("chat.empty")}</p>}
        {turns.map((turn) => (
          <One key={turn.id} turn={turn} isOther={turn.model !== model} />
        ))}
      </div>
    </section>
  );
}

function One({ turn, isOther }: { turn: Turn; isOther: boolean }) {
  const { t } = useTranslation();
  const { question, answer, state, problem, model, isCut } = turn;
  return (
    <article className="chat-turn">
      <p className="chat-question">
        <span className="soft small">{t("chat.you")}</span>
        {question}
      </p>
      <div className="chat-answer">
        {isOther && <span className="soft small mono">{model}</span>}
        {isCut && <p className="soft small">{t("chat.leftOut")}</p>}
        {answer && <p>{answer}</p>}
        {state === "running" && !answer && <p className="soft">{t("chat.waiting")}</p>}
        {state === "stopped" && <p className="soft">{t("chat.stopped")}</p>}
        {state === "done" && <Unfinished finish={turn.finish} />}
        {problem && <Problem of={problem} upstream={turn.usage?.upstream} />}
        <Sums of={turn} />
      </div>
    </article>
  );
}

/** A word where an answer is not whole, or nobody said that it is. */
function Unfinished({ finish }: Pick<Turn, "finish">) {
  const { t } = useTranslation();
  if (finish === "length") return <Alert type="warning" showIcon title={t("chat.tooLong")} />;
  if (finish === "content_filter") return <Alert type="warning" showIcon title={t("chat.filtered")} />;
  if (finish === null) return <Alert type="warning" showIcon title={t("chat.unfinished")} />;
  return null;
}

function Problem({ of: problem, upstream }: { of: Refusal | Error; upstream: string | null | undefined }) {
  const { t } = useTranslation();
  if (problem instanceof Error && !(problem instanceof ApiError))
    return <Alert type="error" showIcon title={messageOf(problem)} />;
  const { code, message, status = 0 } = problem as Refusal;
  const own = OWN.includes(code) ? wordsOf(`chat.own.${code}`) : undefined;
  const words = code === "CUT_OFF" ? t("chat.cutOff") : (own ?? wordsOf(`gateway.errorCode.${code}`) ?? message);
  const said = IN_OTHER_WORDS.includes(code) ? message : undefined;
  const remedy =
    code === "UPSTREAM_REFUSED" && REFUSED_KEY.includes(status) ? "refusedKey" : (REMEDIES[code] ?? "again");
  return (
    <Alert
      type="error"
      showIcon
      title={words}
      description={
        <>
          {said && <p>{said}</p>}
          {t(`chat.remedy.${remedy}`)}
          {(remedy === "keys" || remedy === "refusedKey") && <KeysLink upstream={upstream} />}
        </>
      }
    />
  );
}

/** How long it took, and what it came to as the gateway knows it. */
function Sums({ of: { firstMs, totalMs, usage, requestId, problem, state } }: { of: Turn }) {
  const { t } = useTranslation();
  const tokens = (count: number | null) => (count === null ? "–" : formatNumber(count));
  const parts = [
    firstMs !== undefined && t("chat.first", { time: formatMs(firstMs) }),
    totalMs !== undefined && t("chat.total", { time: formatMs(totalMs) }),
    usage && t("chat.tokens", { input: tokens(usage.tokens_in), output: tokens(usage.tokens_out) }),
    usage?.tokens_estimated && t("chat.estimated"),
    usage && usage.cost_nanos !== null && formatCost(usage.cost_nanos, usage.currency),
  ].filter((part) => typeof part === "string");
  const isLogged =
    usage || (requestId && state !== "running" && !(problem && UNLOGGED.includes((problem as Refusal).code)));
  if (parts.length === 0) return null;
  return (
    <p className="soft small">
      {parts.join(" · ")}
      {isLogged && (
        <>
          {" · "}
          <Link to={`/gateway/log?q=${usage?.request_id ?? requestId}`} target="_blank">
            {t("chat.inLog")}
          </Link>
        </>
      )}
    </p>
  );
}

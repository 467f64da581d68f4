import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { Coded } from "../../ui/Coded";
import { wordsOf } from "../../words";
import type { LogAttempt } from "../types";
import { nameOr, toneOfStatus, waterfall } from "./format";

/** Each attempt on the request's own line of time, with the waits between them. */
export function Attempts({ attempts }: { attempts: LogAttempt[] }) {
  const { t } = useTranslation();
  return (
    <ol className="waterfall">
      {waterfall(attempts).map(({ attempt, waitMs, startPercent, widthPercent }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: attempts are numbered by their place
        <Fragment key={index}>
          {waitMs > 0 && <li className="soft small">{t("gateway.waited", { ms: waitMs })}</li>}
          <li>
            <div className="waterfall-words">
              <span>
                {`${index + 1}. ${nameOr(attempt.upstream, attempt.upstream_id)}`}
                {attempt.key_id !== null && <span className="soft"> · {nameOr(attempt.key, attempt.key_id)}</span>}
              </span>
              <span className="soft">
                {attempt.blame && `${t(`pool.blame.${attempt.blame}`)} · `}
                {attempt.status !== null && `${attempt.status} · `}
                {attempt.error !== null && (
                  <>
                    <Coded words={wordsOf(`gateway.errorCode.${attempt.error}`)} code={attempt.error} />
                    {" · "}
                  </>
                )}
                {`${attempt.ms} ms`}
              </span>
            </div>
            <div className="waterfall-track" aria-hidden="true">
              <i
                data-tone={toneOfStatus(attempt.status ?? 0)}
                style={{ insetInlineStart: `${startPercent}%`, width: `${widthPercent}%` }}
              />
            </div>
          </li>
        </Fragment>
      ))}
    </ol>
  );
}

import { Alert } from "antd";
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { ApiError, messageOf, NO_CODE } from "../../api/errors";
import type { Inference, Tensor } from "../../api/inference";
import { formatMs } from "../../format";

import { Folded } from "../../tasks/drawer/Folded";
import { CodeSample } from "../../ui/CopyButton";
import { tensorWords } from "../resources";
import { nested } from "./tensors";

/** What came of a trial: an answer, or why there is none. */
export interface Outcome {
  /** The version that was asked, 0 for traffic's. */
  target: number;
  answer?: Inference;
  error?: unknown;
}

const MOST_ROWS = 50;
const MOST_COLUMNS = 20;

/** Side by side where several were asked. */
export function Outcomes({ of: outcomes }: { of: Outcome[] }) {
  const { t } = useTranslation();
  return (
    <div className="outcomes" aria-live="polite">
      {outcomes.map(({ target, answer, error }) => (
        <section key={target} className="card tile" aria-label={t("playground.result")}>
          {answer ? (
            <>
              <h3>
                {t("model.version", { version: answer.version })}{" "}
                <span className="soft small">{t("playground.took", { time: formatMs(answer.tookMs) })}</span>
              </h3>
              {answer.outputs.map((output) => (
                <Output key={output.name} of={output} />
              ))}
              <Folded words="JSON" text={JSON.stringify(answer.outputs, null, 2)} />
            </>
          ) : (
            <>
              <h3>{target === 0 ? t("playground.byTraffic") : t("model.version", { version: target })}</h3>
              <Alert type="error" showIcon title={t("playground.error")} description={reasonOf(error)} />
            </>
          )}
        </section>
      ))}
    </div>
  );
}

/** What the inference process says has no code: its own words, labelled as such. */
function reasonOf(error: unknown): string {
  if (!(error instanceof ApiError && error.code === NO_CODE)) return messageOf(error);
  if (error.message.endsWith(" is not ready")) return i18next.t("playground.versionNotReady");
  return i18next.t("task.failedWith", { error: error.message });
}

/** Rows and columns where it has so few; else as JSON. */
function Output({ of: output }: { of: Tensor }) {
  const { name, shape } = output;
  const value = nested(output);
  const [rows = 1, columns = 1] = shape;
  const isTable = shape.length <= 2 && rows <= MOST_ROWS && columns <= MOST_COLUMNS;
  return (
    <>
      <p>
        {name} <span className="mono soft">{tensorWords(output)}</span>
      </p>
      {isTable ? (
        <Grid of={[value].flat() as unknown[]} label={name} />
      ) : (
        <CodeSample label={name} code={JSON.stringify(value)} />
      )}
    </>
  );
}

function Grid({ of: rows, label }: { of: unknown[]; label: string }) {
  return (
    <div className="grid-scroll">
      <table className="grid mono" aria-label={label}>
        <tbody>
          {rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
            <tr key={place}>
              <th scope="row">{place}</th>
              {[row].flat().map((value, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: neither have columns
                <Cell key={column} of={value} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A text on one line, the whole of it on hover; JSON below has it, too. */
function Cell({ of: value }: { of: unknown }) {
  if (typeof value !== "string") return <td>{String(value)}</td>;
  return (
    <td className="text" title={value}>
      {value}
    </td>
  );
}

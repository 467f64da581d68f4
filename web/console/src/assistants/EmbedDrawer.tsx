import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { CodeSample } from "../ui/CodeSample";
import { RowDrawer } from "../ui/RowDrawer";
import { scriptLine, stubCode } from "./embedCode";
import type { Assistant } from "./types";

interface Props {
  assistant: Assistant | undefined;
  onClose: () => void;
}

const OPTIONS = [
  ["data-assistant", "optionAssistant"],
  ["data-position", "optionPosition"],
  ["data-theme", "optionTheme"],
  ["data-locale", "optionLocale"],
  ["data-color", "optionColor"],
  ["data-global", "optionGlobal"],
] as const;

/** The code that puts this assistant on a shop's pages, and what can be set. */
export function EmbedDrawer({ assistant, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <RowDrawer of={assistant} onClose={onClose} title={({ name }) => t("assistants.embed.title", { name })}>
      {(shown) => <Embedding assistant={shown} />}
    </RowDrawer>
  );
}

function Embedding({ assistant: { id, is_default, is_enabled } }: { assistant: Assistant }) {
  const { t } = useTranslation();
  const named = is_default ? undefined : id;
  return (
    <div className="embed">
      {!is_enabled && <Alert type="warning" showIcon title={t("assistants.embed.disabled")} />}
      <section>
        <h2>{t("assistants.embed.script")}</h2>
        <p className="soft">{t("assistants.embed.scriptHint")}</p>
        <CodeSample code={scriptLine(location.origin, named)} label={t("assistants.embed.script")} />
      </section>
      <section>
        <h2>{t("assistants.embed.stub")}</h2>
        <p className="soft">{t("assistants.embed.stubHint")}</p>
        <CodeSample code={stubCode(location.origin, named)} label={t("assistants.embed.stub")} />
      </section>
      <section>
        <h2>{t("assistants.embed.options")}</h2>
        <p className="soft">{t("assistants.embed.optionsHint")}</p>
        <dl>
          {OPTIONS.map(([name, meaning]) => (
            <div key={name}>
              <dt className="mono">{name}</dt>
              <dd>{t(`assistants.embed.${meaning}`)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

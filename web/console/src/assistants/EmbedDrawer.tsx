import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { CodeSample } from "../ui/CodeSample";
import { RowDrawer } from "../ui/RowDrawer";
import { scriptLine, stubCode } from "./embedCode";
import type { Assistant } from "./types";

const CODE = { script: scriptLine, stub: stubCode };

const OPTIONS = [
  ["data-assistant", "optionAssistant"],
  ["data-position", "optionPosition"],
  ["data-theme", "optionTheme"],
  ["data-locale", "optionLocale"],
  ["data-color", "optionColor"],
  ["data-global", "optionGlobal"],
] as const;

/** The code that puts this assistant on a shop's pages, and what can be set. */
export function EmbedDrawer({ of, onClose }: { of: Assistant | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <RowDrawer of={of} onClose={onClose} title={({ name }) => t("assistants.embed.title", { name })}>
      {({ id, is_default, is_enabled }) => (
        <div className="embed">
          {!is_enabled && <Alert type="warning" showIcon title={t("assistants.embed.disabled")} />}
          {(["script", "stub"] as const).map((kind) => (
            <section key={kind}>
              <h2>{t(`assistants.embed.${kind}`)}</h2>
              <p className="soft">{t(`assistants.embed.${kind}Hint`)}</p>
              <CodeSample
                code={CODE[kind](location.origin, is_default ? undefined : id)}
                label={t(`assistants.embed.${kind}`)}
              />
            </section>
          ))}
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
      )}
    </RowDrawer>
  );
}

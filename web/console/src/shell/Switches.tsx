import { DesktopOutlined, MoonOutlined, SunOutlined } from "@ant-design/icons";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { type Preferences, setPreferences, usePreferences } from "../preferences/store";

interface Props<K extends keyof Preferences> {
  of: K;
  label: string;
  choices: { value: Preferences[K]; name: string; icon?: ReactNode }[];
}

/** A preference that is one of a few; stands on the sign-in page, too, which loads no Ant Design. */
function Segments<K extends "language" | "theme">({ of, label, choices }: Props<K>) {
  const group = useId();
  const chosen = usePreferences()[of];
  return (
    <fieldset className="segments" aria-label={label}>
      {choices.map((choice) => (
        <label key={choice.value} title={choice.name}>
          <input
            type="radio"
            name={group}
            className="visually-hidden"
            checked={choice.value === chosen}
            aria-label={choice.name}
            onChange={() => setPreferences({ [of]: choice.value })}
          />
          {choice.icon ?? choice.name}
        </label>
      ))}
    </fieldset>
  );
}

export function LanguageSwitch() {
  const { t } = useTranslation();
  return (
    <Segments
      of="language"
      label={t("profile.language")}
      choices={[
        { value: "en", name: t("profile.english") },
        { value: "zh-CN", name: t("profile.chinese") },
      ]}
    />
  );
}

export function ThemeSwitch() {
  const { t } = useTranslation();
  return (
    <Segments
      of="theme"
      label={t("profile.theme")}
      choices={[
        { value: "light", name: t("profile.themeLight"), icon: <SunOutlined /> },
        { value: "dark", name: t("profile.themeDark"), icon: <MoonOutlined /> },
        { value: "system", name: t("profile.themeSystem"), icon: <DesktopOutlined /> },
      ]}
    />
  );
}

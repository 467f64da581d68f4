import { DesktopOutlined, MoonOutlined, SunOutlined } from "@ant-design/icons";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { setPreferences, usePreferences } from "../preferences/store";

interface Choice<T extends string> {
  value: T;
  name: string;
  icon?: ReactNode;
}

interface Props<T extends string> {
  label: string;
  value: T;
  choices: Choice<T>[];
  onChange: (value: T) => void;
}

/** One of a few; stands on the sign-in page, too, which loads no Ant Design. */
function Segments<T extends string>({ label, value, choices, onChange }: Props<T>) {
  const group = useId();
  return (
    <fieldset className="segments" aria-label={label}>
      {choices.map((choice) => (
        <label key={choice.value} title={choice.name}>
          <input
            type="radio"
            name={group}
            className="visually-hidden"
            checked={choice.value === value}
            aria-label={choice.name}
            onChange={() => onChange(choice.value)}
          />
          {choice.icon ?? choice.name}
        </label>
      ))}
    </fieldset>
  );
}

export function LanguageSwitch() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <Segments
      label={t("profile.language")}
      value={language}
      choices={[
        { value: "en", name: t("profile.english") },
        { value: "zh-CN", name: t("profile.chinese") },
      ]}
      onChange={(value) => setPreferences({ language: value })}
    />
  );
}

export function ThemeSwitch() {
  const { t } = useTranslation();
  const { theme } = usePreferences();
  return (
    <Segments
      label={t("profile.theme")}
      value={theme}
      choices={[
        { value: "light", name: t("profile.themeLight"), icon: <SunOutlined /> },
        { value: "dark", name: t("profile.themeDark"), icon: <MoonOutlined /> },
        { value: "system", name: t("profile.themeSystem"), icon: <DesktopOutlined /> },
      ]}
      onChange={(value) => setPreferences({ theme: value })}
    />
  );
}

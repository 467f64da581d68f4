import { DesktopOutlined, MoonOutlined, SunOutlined } from "@ant-design/icons";
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { type Language, setPreferences, type ThemeChoice, usePreferences } from "../preferences/store";

export function LanguageSwitch() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <Segmented<Language>
      aria-label={t("profile.language")}
      size="small"
      value={language}
      options={[
        { value: "en", label: t("profile.english") },
        { value: "zh-CN", label: t("profile.chinese") },
      ]}
      onChange={(value) => setPreferences({ language: value })}
    />
  );
}

export function ThemeSwitch() {
  const { t } = useTranslation();
  const { theme } = usePreferences();
  return (
    <Segmented<ThemeChoice>
      aria-label={t("profile.theme")}
      size="small"
      value={theme}
      options={[
        { value: "light", icon: <SunOutlined />, title: t("profile.themeLight") },
        { value: "dark", icon: <MoonOutlined />, title: t("profile.themeDark") },
        { value: "system", icon: <DesktopOutlined />, title: t("profile.themeSystem") },
      ]}
      onChange={(value) => setPreferences({ theme: value })}
    />
  );
}

import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type en from "./locales/en.json";
import { type Language, preferences } from "./preferences/store";

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

const TEXTS = { en: () => import("./locales/en.json"), "zh-CN": () => import("./locales/zh-CN.json") } as const;

/** Both languages are complete, so that only the one that is spoken is loaded. */
export async function speak(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, "translation"))
    i18next.addResourceBundle(language, "translation", (await TEXTS[language]()).default);
  if (i18next.language !== language) await i18next.changeLanguage(language);
}

export async function startI18n(): Promise<void> {
  const language = preferences().language;
  const { default: texts } = await TEXTS[language]();
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: texts } },
    interpolation: { escapeValue: false },
  });
}

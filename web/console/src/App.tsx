import { useEffect } from "react";
import { RouterProvider } from "react-router";
import { speak } from "./i18n";
import { applyPalette } from "./palette";
import { useIsDark, usePreferences } from "./preferences/store";
import { router } from "./router";

/** As little as the sign-in page needs: the rest loads with the signed-in person's pages (shell/Providers). */
export function App() {
  const { language } = usePreferences();
  applyPalette(useIsDark());
  useEffect(() => {
    document.documentElement.lang = language;
    void speak(language);
  }, [language]);
  return <RouterProvider router={router} />;
}

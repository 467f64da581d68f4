import "@fontsource-variable/inter";
import { useEffect } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";
import { speak, startI18n } from "./i18n";
import { applyPalette } from "./palette";
import { useIsDark, usePreferences } from "./preferences/store";
import { router } from "./router";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/inbox.css";
import "./styles/models.css";
import "./styles/rules.css";
import "./styles/scripts.css";
import "./styles/stats.css";
import "./styles/tasks.css";

/** As little as the sign-in page needs: the rest loads with the signed-in person's pages (shell/Providers). */
function App() {
  const { language } = usePreferences();
  applyPalette(useIsDark());
  useEffect(() => {
    document.documentElement.lang = language;
    void speak(language);
  }, [language]);
  return <RouterProvider router={router} />;
}

const root = document.getElementById("root");
if (root) {
  void startI18n().then(() => createRoot(root).render(<App />));
}

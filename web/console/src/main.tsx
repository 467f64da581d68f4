import "@fontsource-variable/inter";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { startI18n } from "./i18n";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/inbox.css";
import "./styles/rules.css";
import "./styles/scripts.css";
import "./styles/stats.css";

const root = document.getElementById("root");
if (root) {
  void startI18n().then(() => createRoot(root).render(<App />));
}

/** Entry of relaydesk.js: takes over the calls a page made before it loaded, then starts when the tag says so. */
import { optionsOfScript } from "./options";
import { install } from "./stub";
import { createWidget } from "./widget";

const script = document.currentScript as HTMLScriptElement | null;
const source = script?.src || `${location.origin}/sdk/relaydesk.js`;
const widget = createWidget(new URL(source, location.href).origin, optionsOfScript(script));

install(window, script?.dataset.global || "Relaydesk", widget);
// A tag that names an assistant asks for the widget at once; otherwise the page calls init() itself.
if (script?.hasAttribute("data-assistant")) widget.init();

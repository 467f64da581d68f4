/** Entry of relaydesk.js: takes over the calls a page made before it loaded; without any it starts by itself. */
import { globalNameOf, optionsOfScript } from "./options";
import { install } from "./stub";
import { createWidget } from "./widget";

const script = document.currentScript as HTMLScriptElement | null;
const source = script?.src || `${location.origin}/sdk/relaydesk.js`;
const widget = createWidget(new URL(source, location.href).origin, optionsOfScript(script));

const hadStub = install(window, globalNameOf(script), widget);
// A page with a stub says itself when to start, unless its tag names an assistant.
if (!hadStub || script?.hasAttribute("data-assistant")) widget.init();

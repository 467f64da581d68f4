/** The code that puts an assistant on a page, as the guide has it. */

const METHODS = ["init", "open", "close", "toggle", "setUser", "on", "off", "destroy"] as const;

/** One line: starts by itself. The default assistant needs no name. */
export function scriptLine(origin: string, assistant: string | undefined): string {
  const named = assistant ? ` data-assistant="${assistant}"` : "";
  return `<script async src="${origin}/sdk/relaydesk.js"${named}></script>`;
}

/** The stub, a first init and an event: all of it may run long before the script has loaded. */
export function stubCode(origin: string, assistant: string | undefined): string {
  const options = assistant ? `{ assistant: "${assistant}" }` : "{}";
  return `<script>
  window.Relaydesk = { q: [] };
  ${JSON.stringify(METHODS).replaceAll(",", ", ")}.forEach(function (name) {
    Relaydesk[name] = function () { Relaydesk.q.push([name].concat([].slice.call(arguments))); };
  });
  Relaydesk.init(${options});
  Relaydesk.on("message", function (message) { console.log(message.role, message.content); });
</script>
<script async src="${origin}/sdk/relaydesk.js"></script>`;
}

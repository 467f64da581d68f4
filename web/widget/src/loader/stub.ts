/**
 * Before the loader arrives a page may put a stub in its place and call it at once:
 *
 *   window.Relaydesk = { q: [] };
 *   ["init","open","close","toggle","setUser","on","off","destroy"].forEach(function (name) {
 *     Relaydesk[name] = function () { Relaydesk.q.push([name].concat([].slice.call(arguments))); };
 *   });
 *
 * Everything queued in `q` is then done in the order it was called.
 */
import type { Widget } from "./widget";

interface Stub {
  q?: unknown;
}

/** Whether there was a stub. */
export function install(target: object, name: string, widget: Widget): boolean {
  const place = target as Record<string, unknown>;
  const queue = (place[name] as Stub | undefined)?.q;
  place[name] = widget;
  if (!Array.isArray(queue)) return false;
  for (const call of queue) {
    if (!Array.isArray(call)) continue;
    const [method, ...parameters] = call as [string, ...unknown[]];
    if (!Object.hasOwn(widget, method)) continue;
    (widget[method as keyof Widget] as (...all: unknown[]) => void)(...parameters);
  }
  return true;
}

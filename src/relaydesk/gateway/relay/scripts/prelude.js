// Evaluated before a script in its fresh context. Its value is the one function that the sandbox calls. Names begin
// with `relaydesk` so that the place of an error can be told from the script's own.
(() => {
  "use strict";
  const { parse, stringify } = JSON;
  const keys = Object.keys;
  const MAX_LOGGED = 16384;
  const lines = [];
  let logged = 0;
  let rejection = null;

  const relaydeskText = (value) => {
    if (typeof value === "string") return value;
    if (value instanceof Error) return String(value);
    return stringify(value) ?? String(value);
  };
  const relaydeskLog = (...values) => {
    if (logged >= MAX_LOGGED) return;
    const line = values.map(relaydeskText).join(" ").slice(0, MAX_LOGGED - logged);
    logged += line.length + 1;
    lines.push(line);
  };
  const relaydeskReject = (status, message) => {
    if (!Number.isInteger(status) || status < 400 || status > 599) {
      throw new RangeError("reject: the status must be a whole number from 400 to 599");
    }
    rejection = { status, message: message === undefined ? "" : String(message).slice(0, 500) };
    throw rejection;
  };
  const relaydeskHandler = (phase) => {
    if (phase === "request") return typeof onRequest === "function" ? onRequest : null;
    return typeof onResponse === "function" ? onResponse : null;
  };
  const relaydeskHeaders = (before, after) => {
    if (after === null || typeof after !== "object" || Array.isArray(after)) {
      throw new TypeError("headers must stay an object");
    }
    const set = {};
    const dropped = [];
    for (const name of keys(after)) {
      const value = after[name];
      if (value !== null && value !== undefined && value !== before[name]) set[name.toLowerCase()] = String(value);
    }
    for (const name of keys(before)) {
      if (after[name] === null || after[name] === undefined) dropped.push(name);
    }
    return { set, dropped };
  };
  const relaydeskBody = (before, after) => {
    const was = stringify(before);
    const is = stringify(after);
    if (was === is) return undefined;
    if (was === "null") throw new TypeError("json: there is no JSON body here that could be changed");
    if (is === undefined || is === "null") throw new TypeError("json: a body cannot be taken away");
    return is;
  };
  const relaydeskRun = (phase, given) => {
    const handler = relaydeskHandler(phase);
    if (handler === null) return "{}";
    const { subject, context } = parse(given);
    const before = parse(given).subject;
    let result;
    try {
      result = handler(subject, context);
    } catch (error) {
      if (rejection === null) throw error;
    }
    if (rejection !== null) return stringify({ rejection });
    if (result !== null && typeof result === "object" && typeof result.then === "function") {
      throw new TypeError("the function must not be async: there is nothing to wait for");
    }
    const headers = relaydeskHeaders(before.headers, subject.headers);
    return stringify({ ...headers, json: relaydeskBody(before.json, subject.json) });
  };

  globalThis.reject = relaydeskReject;
  globalThis.console = {
    log: relaydeskLog,
    info: relaydeskLog,
    warn: relaydeskLog,
    error: relaydeskLog,
    debug: relaydeskLog,
  };
  const relaydeskCall = (what, phase, given) => {
    if (what === "run") return relaydeskRun(phase, given);
    if (what === "logs") return stringify(lines);
    return stringify(["request", "response"].filter((name) => relaydeskHandler(name) !== null));
  };
  return relaydeskCall;
})();

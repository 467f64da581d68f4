// A stand-in for the server, for working on the web parts alone: `npm run mock`, then http://127.0.0.1:8787/console/.
import { randomUUID } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import * as data from "./data.mjs";

const port = Number(process.env.PORT ?? 8787);
const built = fileURLToPath(new URL("../../src/relaydesk/static", import.meta.url));
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const listeners = { desk: new Set(), sessions: new Map() };
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const json = (response, status, body) => {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
};
const fail = (response, status, code, message, details = {}) =>
  json(response, status, { code, message, details, timestamp: new Date().toISOString(), request_id: randomUUID() });
const page = (items, query) => {
  const limit = Number(query.get("limit") ?? 50);
  const offset = Number(query.get("offset") ?? 0);
  return { items: items.slice(offset, offset + limit), total: items.length, limit, offset };
};
const openStream = (request, response, set) => {
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.write("retry: 1000\n\n");
  const send = (event, body, id) =>
    response.write(`${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(body)}\n\n`);
  set?.add(send);
  const beat = setInterval(() => response.write(": heartbeat\n\n"), 15_000);
  request.on("close", () => {
    clearInterval(beat);
    set?.delete(send);
  });
  return send;
};

const summary = ({ messages, token, ...session }) => ({ ...session, last_message: messages.at(-1)?.content ?? "" });
const find = (name) => data.sessions.find((session) => session.session_name === name);
const streamsOf = (name) => listeners.sessions.get(name) ?? listeners.sessions.set(name, new Set()).get(name);
const tell = (session, event, body, id) => {
  for (const send of streamsOf(session.session_name)) send(event, body, id);
  if (event !== "delta") for (const send of listeners.desk) send("session", summary(session));
};
const append = (session, message) => {
  const seq = session.messages.length + 1;
  const full = {
    id: randomUUID(),
    seq,
    sources: [],
    client_message_id: null,
    operator: null,
    created_at: new Date().toISOString(),
    ...message,
  };
  session.messages.push(full);
  session.updated_at = full.created_at;
  tell(session, "message", full, seq);
  return full;
};
const move = (session, status, operator) => {
  Object.assign(session, { status, operator, epoch: session.epoch + 1, updated_at: new Date().toISOString() });
  tell(session, "status", { status, operator: operator?.name ?? null, epoch: session.epoch });
};
const begin = () => {
  const session = {
    session_name: `sess_${randomUUID().replaceAll("-", "").slice(0, 16)}`,
    token: randomUUID(),
    status: "bot",
    epoch: 0,
    operator: null,
    assistant: "Pedalworks advisor",
    unread: 0,
    visitor: {},
    created_at: new Date().toISOString(),
    updated_at: new Date().toISOString(),
    messages: [],
  };
  data.sessions.unshift(session);
  return session;
};

async function chat(request, response, body) {
  const session = (body.session_name && find(body.session_name)) || begin();
  const send = openStream(request, response);
  send("session", { session_name: session.session_name, visitor_token: session.token, status: session.status });
  const said = append(session, { role: "visitor", content: body.message, client_message_id: body.client_message_id });
  send("message", said, said.seq);
  if (session.status === "bot") {
    const answer =
      "The Harbour City 7 is made for that: mudguards, a belt drive that needs no oil, and a dynamo light that stays on when you stop.";
    for (const word of answer.split(/(?<= )/)) {
      await sleep(40);
      send("delta", { text: word, epoch: session.epoch, in_reply_to: said.seq });
      for (const other of streamsOf(session.session_name))
        other("delta", { text: word, epoch: session.epoch, in_reply_to: said.seq });
    }
    if (session.status === "bot") {
      const message = append(session, {
        role: "assistant",
        content: answer,
        in_reply_to: said.seq,
        sources: [data.products[0], data.products[6], data.products[4]],
      });
      send("message", message, message.seq);
    }
  }
  send("done", {});
  response.end();
}

const change = (status, operatorOf) => (session, response) => {
  move(session, status, operatorOf(session));
  json(response, 200, summary(session));
};
const actions = {
  takeover: (session, response) => {
    if (session.status === "human")
      return fail(response, 409, "CONFLICT", "Somebody else has taken this session.", { operator: session.operator });
    move(session, "human", { id: data.me.id, name: data.me.name });
    return json(response, 200, summary(session));
  },
  release: change("bot", () => null),
  close: change("closed", () => null),
  reopen: change("bot", () => null),
  escalate: change("waiting", () => null),
};

const grant = () => ({
  access_token: randomUUID(),
  refresh_token: randomUUID(),
  token_type: "bearer",
  expires_in: 900,
  user: data.me,
});
const counts = { created: 12, updated: 40, unchanged: 1220, deleted: 3, skipped: 2, source_total: 1274 };
const syncOf = (id) => ({
  sync_id: id,
  status: "running",
  seen: 812,
  reason: null,
  message: null,
  warnings: [],
  created_at: new Date().toISOString(),
  counts,
  started_at: new Date().toISOString(),
});

const lists = {
  "/merchants": data.merchants,
  "/products": data.products,
  "/api/users": data.people,
  "/api/keys": data.keys,
  "/api/tasks": data.tasks,
  "/api/assistants": data.assistants,
  "/api/admin/upstreams": data.upstreams,
  "/api/admin/keys": data.upstreamKeys,
  "/api/admin/routes": data.routes,
};

async function answer(request, response, path, query, body) {
  const key = `${request.method} ${path}`;
  if (key === "POST /api/auth/login")
    return body.password === "wrong"
      ? fail(response, 403, "WRONG_CREDENTIALS", "The e-mail address or the password is wrong.")
      : json(response, 200, grant());
  if (key === "POST /api/auth/refresh")
    return (request.headers.cookie ?? "").includes("signed_out")
      ? fail(response, 401, "UNAUTHENTICATED", "Sign in first.")
      : json(response, 200, grant());
  if (key === "POST /api/auth/logout") return json(response, 200, { success: true });
  if (key === "GET /api/auth/me") return json(response, 200, data.me);
  if (key === "GET /api/health/detailed") return json(response, 200, data.health);
  if (key === "GET /api/desk/events") return void openStream(request, response, listeners.desk);
  if (key === "GET /api/sessions/stats") {
    const count = (status) => data.sessions.filter((session) => session.status === status).length;
    return json(response, 200, {
      waiting: count("waiting"),
      human: count("human"),
      bot: count("bot"),
      closed: count("closed"),
      mine: 1,
    });
  }
  if (key === "GET /api/sessions") {
    const status = query.get("status");
    return json(
      response,
      200,
      page(data.sessions.filter((session) => !status || session.status === status).map(summary), query),
    );
  }
  if (key === "POST /api/sessions")
    return json(response, 201, ((session) => ({ ...summary(session), visitor_token: session.token }))(begin()));
  if (key === "POST /api/chat/stream") return chat(request, response, body);
  if (key === "POST /api/manual/messages") {
    const session = find(body.session_name);
    if (session.status !== "human" || session.operator?.id !== data.me.id)
      return fail(response, 409, "CONFLICT", "This session is not yours.");
    await sleep(300);
    return json(
      response,
      200,
      append(session, {
        role: "operator",
        content: body.content,
        client_message_id: body.client_message_id,
        author: session.operator.name,
      }),
    );
  }
  const inSession = path.match(/^\/api\/sessions\/([^/]+)(?:\/(\w+))?$/);
  if (inSession) {
    const session = find(decodeURIComponent(inSession[1]));
    if (!session) return fail(response, 404, "SESSION_NOT_FOUND", "There is no such session.");
    const action = inSession[2];
    if (!action) return json(response, 200, summary(session));
    if (action === "messages")
      return json(response, 200, {
        items: session.messages.filter(({ seq }) => seq > Number(query.get("after_seq") ?? 0)),
        has_more: false,
      });
    if (action === "events") {
      const send = openStream(request, response, streamsOf(session.session_name));
      send("status", { status: session.status, operator: session.operator?.name ?? null, epoch: session.epoch });
      for (const message of session.messages)
        if (message.seq > Number(request.headers["last-event-id"] ?? 0)) send("message", message, message.seq);
      return undefined;
    }
    return actions[action](session, response);
  }
  if (key === "POST /products/sync/")
    return json(response, 202, { sync_id: "sync_1", task_id: "task_1", status: "queued" });
  if (key === "GET /products/sync")
    return json(response, 200, page([syncOf("sync_1"), { ...syncOf("sync_0"), status: "succeeded" }], query));
  if (path.startsWith("/products/sync/")) return json(response, 200, syncOf(path.split("/").at(-1)));
  if (key === "GET /api/admin/logs") {
    const from = Number(query.get("cursor") || 0);
    return json(response, 200, {
      items: data.logs.slice(from, from + 50),
      next_cursor: from + 50 < data.logs.length ? String(from + 50) : null,
    });
  }
  if (path.startsWith("/api/admin/logs/"))
    return json(
      response,
      200,
      data.logs.find(({ id }) => id === path.split("/").at(-1)),
    );
  if (path.endsWith("/test")) return json(response, 200, { ok: true, status: 200, latency_ms: 182 });
  if (key === "POST /api/keys")
    return json(response, 201, { ...data.keys[0], ...body, key: "rd_7Yk2mJ8sQvN4bX0cTzLp3aWe" });
  if (key === "POST /api/users")
    return fail(response, 422, "VALIDATION_FAILED", "Something in the request is wrong.", {
      errors: [{ field: "email", message: "is taken already" }],
    });
  if (request.method === "GET" && lists[path]) return json(response, 200, page(lists[path], query));
  if (request.method !== "GET") return json(response, 200, body);
  return fail(response, 404, "NOT_FOUND", "There is nothing at this address.");
}

function file(response, folder, name, fallback) {
  const wanted = normalize(join(built, folder, name));
  const isFile = wanted.startsWith(built) && existsSync(wanted) && statSync(wanted).isFile();
  const path = isFile ? wanted : join(built, folder, fallback);
  response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" });
  createReadStream(path).pipe(response);
}

createServer(async (request, response) => {
  const url = new URL(request.url, "http://127.0.0.1");
  const path = url.pathname;
  try {
    if (path === "/") return response.writeHead(302, { Location: "/console/" }).end();
    if (path.startsWith("/console")) return file(response, "console", path.slice(8), "index.html");
    if (path === "/sdk/relaydesk.js") return file(response, "widget", "relaydesk.js", "relaydesk.js");
    if (path.startsWith("/embed")) return file(response, "widget/embed", path.slice(6), "index.html");
    if (path.startsWith("/mock/picture/")) {
      response.writeHead(200, { "Content-Type": "image/svg+xml" });
      return response.end(data.picture(Number.parseInt(path.slice(14), 10)));
    }
    if (path === "/demo/shop.json") return json(response, 200, { assistant: null, items: data.products });
    if (path === "/embed/assistant.json") return json(response, 200, { name: "Mock", opening_line: "" });
    if (path.startsWith("/demo")) return file(response, "demo", path.slice(5), "index.html");
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    await answer(request, response, path, url.searchParams, text ? JSON.parse(text) : {});
  } catch (error) {
    console.error(error);
    if (!response.headersSent) fail(response, 500, "INTERNAL", "The mock server failed.");
  }
}).listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/console/`));

// What the mock server knows at the start.
const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();

export const me = {
  id: "usr_0001",
  email: "owner@localhost",
  name: "Mira Lindqvist",
  role: "owner",
  permissions: ["merchants", "gateway", "desk", "assistants", "tasks", "users", "keys"]
    .flatMap((name) => [`${name}.read`, `${name}.write`])
    .concat("health.read"),
};

export const picture = (hue) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 60"><rect width="80" height="60" fill="hsl(${hue} 40% 88%)"/><g fill="none" stroke="hsl(${hue} 45% 35%)" stroke-width="3"><circle cx="22" cy="38" r="13"/><circle cx="58" cy="38" r="13"/><path d="M22 38l12-19h18l6 19M34 19l8 19h-20M42 38l10-19"/></g></svg>`;

const names = [
  "Harbour City 7",
  "Ridge Gravel 2",
  "Stevedore Cargo",
  "Kestrel Road",
  "Pannier 20 L",
  "Brake pads, organic",
  "Dynamo light",
  "Wool cap",
];
export const products = names
  .map((title, index) => ({
    id: `prod_${index}`,
    title,
    vendor: "Pedalworks",
    status: "active",
    min_price_minor: [89900, 164900, 329900, 124900, 7900, 1900, 5900, 2900][index],
    currency: "EUR",
    is_available: index !== 5,
    image: `http://127.0.0.1:${process.env.PORT ?? 8787}/mock/picture/${index * 47}.svg`,
    image_url: `http://127.0.0.1:${process.env.PORT ?? 8787}/mock/picture/${index * 47}.svg`,
    url: `https://pedalworks.example/p/${index}`,
    variant_count: (index % 4) + 1,
  }))
  .map((product) => ({ ...product, price_minor: product.min_price_minor, max_price_minor: product.min_price_minor }));

export const merchants = [
  { name: "Pedalworks", count: 48, synced: 12, stale: false, demo: true },
  { name: "Northlight Outdoor", count: 1284, synced: 60 * 31, stale: true, demo: false },
  { name: "Teahouse No. 9", count: 0, synced: null, stale: true, demo: false },
].map(({ name, count, synced, stale, demo }, index) => ({
  id: `merch_000000000000000${index}`,
  name,
  is_active: true,
  is_demo: demo,
  product_count: count,
  last_synced_at: synced === null ? null : ago(synced),
  stale,
  connections:
    synced === null
      ? []
      : [
          {
            id: index,
            platform: "shopify",
            shop_domain: `${name.toLowerCase().replaceAll(" ", "-")}.myshopify.com`,
            api_base_url: null,
            last_error: null,
          },
        ],
}));

const source = (index) => products[index];
const anna = { id: "usr_0002", name: "Anna Weber" };

function session(index, status, operator, visitor, minutes, messages, unread = 0) {
  const list = messages.map(([role, content, sources], at) => ({
    id: index * 100 + at,
    seq: at + 1,
    role,
    content,
    sources: sources ?? [],
    author: role === "operator" ? (operator?.name ?? null) : null,
    client_message_id: null,
    created_at: ago(minutes + messages.length - at),
  }));
  return {
    session_name: `sess_${(0x3fa21 * (index + 3)).toString(16).padStart(16, "0")}`,
    status,
    epoch: status === "human" ? 1 : 0,
    operator,
    assistant: "Pedalworks advisor",
    waiting_since: status === "waiting" ? ago(minutes) : null,
    unread,
    visitor: visitor ?? {},
    created_at: ago(minutes + 14),
    updated_at: ago(minutes),
    messages: list,
  };
}

export const sessions = [
  session(
    1,
    "waiting",
    null,
    { name: "Jonas Berg", email: "jonas@example.com", locale: "de" },
    1,
    [
      ["visitor", "Does the Ridge Gravel 2 take 50 mm tyres?"],
      [
        "assistant",
        "Yes. The Ridge Gravel 2 has clearance for tyres up to 50 mm on 700c rims, and up to 2.1 inches on 650b.",
        [source(1), source(4)],
      ],
      ["visitor", "And can you put them on before I pick it up on Saturday? I'd like to talk to someone."],
      ["system", "The visitor asked for a person"],
    ],
    2,
  ),
  session(
    2,
    "waiting",
    null,
    null,
    4,
    [
      ["visitor", "你好,请问载货车可以分期付款吗?"],
      ["assistant", "抱歉,目录里没有分期付款的信息。我可以为您转接人工客服。"],
      ["visitor", "好的,转人工"],
    ],
    1,
  ),
  session(3, "human", { id: me.id, name: me.name }, { name: "Priya Nair", email: "priya@example.com" }, 8, [
    ["visitor", "My brake pads squeal after two weeks."],
    ["assistant", "Squealing often means that the pads are glazed. The organic pads run quieter.", [source(5)]],
    ["visitor", "They are the organic ones."],
    ["system", "Mira Lindqvist joined"],
    ["operator", "Hello Priya, that should not happen. Did you bed them in with about twenty firm stops?"],
    ["visitor", "No, nobody told me to do that…"],
    [
      "operator",
      "Then do that first: from 25 km/h, brake hard almost to a stop, twenty times. If it still squeals, send it in and we swap them.",
    ],
  ]),
  session(4, "human", anna, { name: "Lucas Martin" }, 20, [
    ["visitor", "Where is my order 10482?"],
    ["operator", "I am looking it up, one moment."],
  ]),
  session(5, "bot", null, null, 32, [
    ["visitor", "Which bike for 12 km to work, rain or shine?"],
    [
      "assistant",
      "The Harbour City 7: mudguards, a belt drive and a dynamo light that stays on when you stop.",
      [source(0), source(6)],
    ],
  ]),
  session(6, "closed", null, { name: "Sofia Rossi" }, 190, [
    ["visitor", "Do you ship to Italy?"],
    ["assistant", "Yes, within 3–5 days."],
    ["visitor", "Grazie!"],
  ]),
];

export const people = [
  { ...me, is_active: true, max_sessions: 5, last_login_at: ago(3) },
  {
    id: "usr_0002",
    email: "anna@example.com",
    name: "Anna Weber",
    role: "operator",
    is_active: true,
    max_sessions: 5,
    last_login_at: ago(40),
  },
  {
    id: "usr_0003",
    email: "dev@example.com",
    name: "Tomás Vidal",
    role: "developer",
    is_active: true,
    max_sessions: 5,
    last_login_at: ago(60 * 30),
  },
  {
    id: "usr_0004",
    email: "old@example.com",
    name: "Erik Sand",
    role: "viewer",
    is_active: false,
    max_sessions: 5,
    last_login_at: null,
  },
];

export const upstreams = [
  {
    id: 1,
    name: "openai",
    base_url: "https://api.openai.com",
    auth: { type: "bearer" },
    strategy: "weighted",
    timeout_ms: 60000,
    retry: { max_attempts: 3, deadline_ms: 120000 },
    enabled: true,
    keys: { active: 11, disabled: 1, banned: 0 },
  },
  {
    id: 2,
    name: "anthropic",
    base_url: "https://api.anthropic.com",
    auth: { type: "header", name: "x-api-key" },
    strategy: "round_robin",
    timeout_ms: 60000,
    enabled: true,
    keys: { active: 4, disabled: 1, banned: 0 },
  },
  {
    id: 3,
    name: "extractive",
    base_url: "http://127.0.0.1:8000/builtin",
    auth: { type: "bearer" },
    strategy: "round_robin",
    timeout_ms: 10000,
    allow_private: true,
    enabled: false,
    keys: { active: 1, disabled: 1, banned: 0 },
  },
];
export const upstreamKeys = Array.from({ length: 16 }, (_, index) => ({
  id: index + 1,
  upstream_id: index < 12 ? 1 : 2,
  name: `team-${String.fromCharCode(97 + (index % 6))}-${index + 1}`,
  key_hint: (0x9c31 * (index + 7)).toString(36).slice(-4),
  status: index === 4 ? "banned" : index === 9 ? "disabled" : "active",
  weight: (index % 3) + 1,
  created_at: ago(index * 400),
}));
export const routes = [
  {
    id: 1,
    model: "gpt-5-mini",
    targets: [{ upstream_id: 1, weight: 1 }],
    fallbacks: [{ upstream_id: 2, model: "claude-haiku" }],
    enabled: true,
  },
  {
    id: 2,
    model: "shop-assistant",
    targets: [
      { upstream_id: 1, model: "gpt-5", weight: 3 },
      { upstream_id: 2, model: "claude-sonnet", weight: 1 },
    ],
    fallbacks: [],
    enabled: true,
  },
];
export const logs = Array.from({ length: 60 }, (_, index) => {
  const status = index % 13 === 5 ? 429 : index % 17 === 9 ? 502 : 200;
  const attempt = { upstream_id: 1, key_id: 2, status, error: null, ms: 640 + index * 7 };
  return {
    id: `log${index}`,
    started_at: ago(index * 1.7),
    method: "POST",
    path: "/v1/chat/completions",
    upstream: index % 4 ? "openai" : "anthropic",
    model: index % 3 ? "gpt-5-mini" : "shop-assistant",
    status,
    key_id: (index % 12) + 1,
    client_key_id: 1,
    caller: null,
    attempt_count: status === 502 ? 2 : 1,
    attempts: status === 502 ? [{ ...attempt, status: null, error: "connect timeout" }, attempt] : [attempt],
    end_reason: status === 200 ? "done" : "upstream_error",
    error: null,
    queue_us: 90,
    first_byte_us: 210_000 + index * 3000,
    total_us: 640_000 + index * 7300,
    overhead_us: 71,
    tokens_in: 812,
    tokens_out: 143,
    request_id: "0f8fad5bd9cb469fa165",
  };
});
export const assistants = [
  {
    id: "asst_0001",
    name: "Pedalworks advisor",
    persona: "Friendly, brief, knows bicycles. Never promises delivery dates.",
    model: "shop-assistant",
    temperature: 0.3,
    opening_line: "Hello! Looking for a bike or a part?",
    merchant_id: merchants[0].id,
    is_enabled: true,
    is_default: true,
    updated_at: ago(300),
  },
  {
    id: "asst_0002",
    name: "Night shift",
    persona: "",
    model: "gpt-5-mini",
    temperature: 0,
    opening_line: "",
    merchant_id: merchants[1].id,
    is_enabled: false,
    is_default: false,
    updated_at: ago(9000),
  },
];
export const keys = [
  {
    id: 1,
    name: "Checkout service",
    prefix: "rd_7Yk2",
    scopes: ["proxy", "catalog"],
    rate_limit_per_minute: null,
    budget: { requests: 100_000, tokens: 20_000_000, period: "month" },
    budget_used: { requests: 84_120, tokens: 6_310_400, resets_at: ago(-60 * 24 * 9) },
    expires_at: null,
    is_active: true,
    last_used_at: ago(2),
  },
  {
    id: 2,
    name: "Nightly report",
    prefix: "rd_pQ91",
    scopes: ["tasks"],
    rate_limit_per_minute: 60,
    budget: null,
    budget_used: null,
    expires_at: ago(-60 * 24 * 30),
    is_active: true,
    last_used_at: null,
  },
];
export const tasks = [
  ["commerce.sync_products", "running", 0.62, "812 of 1,284 products"],
  ["commerce.sync_products", "succeeded", 1, ""],
  ["gateway.ship_journal", "retrying", 0.1, ""],
  ["demo.fail", "failed", 0, "refused"],
].map(([kind, status, progress, message], index) => ({
  id: `task_${index}f3a9c0de11`,
  kind,
  status,
  attempt: index + 1,
  max_attempts: 5,
  progress,
  message,
  error: status === "failed" ? "Refused by the store" : null,
  created_at: ago(index * 11 + 1),
  started_at: ago(index * 11),
  finished_at: status === "succeeded" ? ago(index * 11) : null,
}));
export const health = {
  status: "degraded",
  version: "0.1.0",
  uptime_seconds: 86_400 * 2.4,
  database: { status: "ok", latency_ms: 1.3, pool: { in_use: 3, idle: 7 } },
  redis: { status: "down", latency_ms: null, reason: "Connection refused" },
  disk: { free_bytes: 81_400_000_000, total_bytes: 256_000_000_000 },
  workers: { status: "ok", workers: 2 },
  queue: { queued: 14, running: 2, oldest_waiting_seconds: 3 },
  journal: { status: "ok", backlog: 0 },
};

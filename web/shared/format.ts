/** Money, times and ids for people, in their own language. */

/** Minor units as the server counts them. Browsers disagree with ISO 4217 about decimals, so they are never asked. */
export function formatMoney(minor: number, currency: string, locale: string): string {
  // Written from src/relaydesk/commerce/money.py by "make openapi": the currencies whose decimals are not two.
  const currencies = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
  };
  const unusual = Object.entries(currencies).find(([, codes]) => codes.split(" ").includes(currency));
  const digits = Number(unusual?.[0] ?? 2);
  const amount = minor / 10 ** digits;
  try {
    const shown = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return new Intl.NumberFormat(locale, { style: "currency", currency, ...shown }).format(amount);
  } catch {
    return `${amount.toFixed(digits)} ${currency}`;
  }
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "3 minutes ago"; anything under a minute is "now". */
export function formatRelative(iso: string, locale: string, nowMs: number = Date.now()): string {
  const seconds = Math.round((new Date(iso).getTime() - nowMs) / 1000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, "second");
}

export function formatExact(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" }).format(
    new Date(iso),
  );
}

/** As a log has it: "Nov 29, 02:13:31", with its year where that is another. */
export function formatMoment(iso: string, locale: string): string {
  const day = { month: "short", day: "numeric" } as const;
  const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  const at = new Date(iso);
  const year = at.getFullYear() !== new Date().getFullYear() && ({ year: "numeric" } as const);
  return new Intl.DateTimeFormat(locale, { ...year, ...day, ...clock }).format(at);
}

export function formatClock(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(new Date(iso));
}

/** An id for idempotent sending. randomUUID exists only in secure contexts, getRandomValues everywhere. */
export function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** An http(s) address, or undefined: links and pictures in messages come from outside. */
export function safeUrl(value: string | null | undefined): string | undefined {
  if (!value) return undefined;
  try {
    const url = new URL(value, globalThis.location?.href ?? "http://localhost");
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** A picture's address: from the web, or held in the address itself, which an image element shows without running it. */
export function safeImageUrl(value: string | null | undefined): string | undefined {
  return value?.startsWith("data:image/") ? value : safeUrl(value);
}

export const SCOPES = ["proxy", "chat", "catalog", "orders", "tasks"] as const;
export type Scope = (typeof SCOPES)[number];

export interface ClientKey {
  id: number;
  name: string;
  prefix: string;
  scopes: Scope[];
  rate_limit_per_minute: number | null;
  expires_at: string | null;
  is_active: boolean;
  last_used_at: string | null;
}

export interface CreatedKey extends ClientKey {
  key: string;
}

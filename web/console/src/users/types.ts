/** What a new password needs at least; the server also refuses those that are easy to guess. */
export const SHORTEST_PASSWORD = 8;

export const ROLES = ["owner", "admin", "staff", "developer", "operator", "viewer", "pending"] as const;
export type Role = (typeof ROLES)[number];

export interface User {
  id: string;
  email: string;
  name: string;
  role: Role;
  is_active: boolean;
  max_sessions: number;
  last_login_at: string | null;
}

export interface Invitation {
  id: string;
  email: string;
  role: Role;
  invited_by: string | null;
  expires_at: string;
}

export interface CreatedInvitation {
  id: string;
  email: string;
  url: string;
  token: string;
}

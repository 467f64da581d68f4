export const ROLES = ["owner", "admin", "staff", "developer", "operator", "viewer"] as const;
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

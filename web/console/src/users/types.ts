import type { Schema } from "../api/client";

/** What a new password needs at least; the server also refuses those that are easy to guess. */
export const SHORTEST_PASSWORD = 8;

export type Role = Schema<"Role">;
export const ROLES: Role[] = ["owner", "admin", "staff", "developer", "operator", "viewer", "pending"];

export type User = Schema<"UserOut">;
export type Invitation = Schema<"InvitationOut">;
export type CreatedInvitation = Schema<"InvitationCreated">;

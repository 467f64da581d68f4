import type { Schema } from "../api/client";
import { resource } from "../api/resources";
import { ME } from "../auth/session";

export type Role = Schema<"Role">;

export type User = Schema<"UserOut">;
export type Invitation = Schema<"InvitationOut">;
export type CreatedInvitation = Schema<"InvitationCreated">;

export const USERS = resource("/api/users", "/api/users/{user_id}", {
  words: "users",
  permission: "users.write",
  searchedBy: "list.search",
  nameOf: ({ name }) => name,
  also: [ME],
});

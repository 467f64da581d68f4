import { type RowOf, resource } from "../../api/resources";

export const SCHEDULES = resource("/api/schedules", "/api/schedules/{schedule_id}", {
  words: "schedules",
  permission: "schedules.write",
  nameOf: ({ name }) => name,
  searchedBy: "gateway.search",
  switchedBy: "enabled",
  also: ["/api/tasks"],
  replaced: ["payload"],
});

export type Schedule = RowOf<typeof SCHEDULES.list>;

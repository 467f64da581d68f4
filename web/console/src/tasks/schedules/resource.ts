import { type RowOf, resource } from "../../api/resources";
import { wordsOf } from "../../words";

export const SCHEDULES = resource("/api/schedules", "/api/schedules/{schedule_id}", {
  words: "schedules",
  permission: "schedules.write",
  // those that come with the installation have words
  nameOf: ({ name }) => wordsOf(`schedule.declared.${name}`) ?? name,
  searchedBy: "gateway.search",
  switchedBy: "enabled",
  also: ["/api/tasks"],
  replaced: ["payload"],
});

export type Schedule = RowOf<typeof SCHEDULES.list>;

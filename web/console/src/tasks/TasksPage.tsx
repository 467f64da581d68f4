import { useTranslation } from "react-i18next";
import { TabbedPage } from "../shell/TabbedPage";
import { Batches } from "./Batches";
import { Performance } from "./Performance";
import { Schedules } from "./schedules/Schedules";
import { Tasks } from "./Tasks";
import { Workers } from "./Workers";

const PANELS = {
  "/tasks": <Tasks />,
  "/tasks/batches": <Batches />,
  "/tasks/schedules": <Schedules />,
  "/tasks/workers": <Workers />,
  "/tasks/performance": <Performance />,
};

export function TasksPage() {
  const { t } = useTranslation();
  return <TabbedPage place="tasks" description={t("task.description")} panels={PANELS} />;
}

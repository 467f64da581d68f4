import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { client, dataOf, type Schema } from "../api/client";
import { readAgain, readsOf } from "../api/resources";
import { CronFields } from "../tasks/schedules/ScheduleDrawer";
import { type DrawerState, FormDrawer } from "../ui/forms/FormDrawer";
import { fieldsOf } from "../ui/forms/fields";
import { readersZone } from "../ui/forms/timeZones";
import { useNotices } from "../ui/useNotices";
import { MERCHANTS, type Merchant } from "./types";

const { SwitchField } = fieldsOf("schedules", "MerchantScheduleIn");

type Values = Schema<"MerchantScheduleIn">;

const HOURLY = "0 * * * *";

/** When a merchant's products are synced by themselves. */
export function ScheduleDrawer({ merchant: { id, name, schedule }, ...drawer }: DrawerState & { merchant: Merchant }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queries = useQueryClient();
  const { cron = HOURLY, timezone = readersZone(), enabled = true } = schedule ?? {};
  const submit = async (body: Values) => {
    const params = { path: { merchant_id: id } };
    await dataOf(client.PUT("/merchants/{merchant_id}/schedule", { params, body }));
    void readAgain(queries, readsOf(MERCHANTS));
    notices.success(t(body.enabled ? "merchants.scheduled" : "merchants.unscheduled", { name }));
  };
  return (
    <FormDrawer<Values>
      {...drawer}
      size={560}
      title={t("merchants.scheduleOf", { name })}
      initial={{ cron: cron ?? "", timezone, enabled }}
      submitText={t("action.save")}
      onSubmit={submit}
    >
      <SwitchField name="enabled" />
      <CronFields />
    </FormDrawer>
  );
}

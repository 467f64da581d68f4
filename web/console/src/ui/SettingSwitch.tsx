import { Switch } from "antd";
import { type Preferences, setPreferences, usePreferences } from "../preferences/store";

interface Props {
  of: { [K in keyof Preferences]: Preferences[K] extends boolean ? K : never }[keyof Preferences];
  label: string;
  /** Asked before it is switched on, where that is not for this person alone to say. */
  allowed?: () => Promise<boolean>;
}

/** One thing that is on or off for this browser, with its name before it. */
export function SettingSwitch({ of, label, allowed }: Props) {
  const isOn = usePreferences()[of];
  const change = async (next: boolean) => setPreferences({ [of]: next && allowed ? await allowed() : next });
  return (
    <div className="profile-row">
      <span>{label}</span>
      <Switch size="small" aria-label={label} checked={isOn} onChange={(next) => void change(next)} />
    </div>
  );
}

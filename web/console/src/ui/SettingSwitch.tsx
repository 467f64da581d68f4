import { Switch } from "antd";

interface Props {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** One thing that is on or off for this browser, with its name before it. */
export function SettingSwitch({ label, isOn, onChange }: Props) {
  return (
    <div className="profile-row">
      <span>{label}</span>
      <Switch size="small" aria-label={label} checked={isOn} onChange={onChange} />
    </div>
  );
}

import { DeleteOutlined } from "@ant-design/icons";
import { Button } from "antd";

/** Takes a row out of a rule; `label` says which. */
export function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={label} onClick={onClick} />;
}

/** What each of Ant Design's icons is drawn by (see vite.config.ts): for the eye alone, unless it is given a name. */
import AntdIcon from "@ant-design/icons/es/components/AntdIconLight";
import type { ComponentProps } from "react";

const UNNAMED = { role: undefined, "aria-label": undefined, "aria-hidden": true };

export default function Icon(props: ComponentProps<typeof AntdIcon>) {
  return <AntdIcon {...(props["aria-label"] === undefined && UNNAMED)} {...props} />;
}

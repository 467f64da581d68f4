import type { ComponentType } from "react";
import { useParams } from "react-router";

/** A page of the one record that the address names as `param`. With another it begins anew: nothing of the one before stays open, picked or typed. */
export function recordPage(param: string, Page: ComponentType<{ id: string }>): ComponentType {
  return function RecordPage() {
    const { [param]: id = "" } = useParams();
    return <Page key={id} id={id} />;
  };
}

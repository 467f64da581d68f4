import { useTranslation } from "react-i18next";
import { useCan } from "../auth/session";
import { CLIENT_KEYS } from "../keys/types";
import { NamedFilter } from "../ui/list/NamedFilter";
import { KEYS } from "./resources";

type Name = "key_id" | "client_key_id";

interface Props {
  field: (name: Name) => { value: string; onChange: (id: string) => void };
}

/** Narrows figures or requests to one upstream key and one client key, as far as this person may see them. */
export function KeyFilters({ field }: Props) {
  const { t } = useTranslation();
  const can = useCan();
  return (
    <>
      {can("gateway.read") && (
        <NamedFilter
          of={KEYS}
          label={t("gateway.key")}
          nameOf={({ name, key_hint }) => `${name} …${key_hint}`}
          {...field("key_id")}
        />
      )}
      {can("keys.read") && (
        <NamedFilter
          of={CLIENT_KEYS}
          label={t("gateway.clientKey")}
          nameOf={CLIENT_KEYS.nameOf}
          {...field("client_key_id")}
        />
      )}
    </>
  );
}

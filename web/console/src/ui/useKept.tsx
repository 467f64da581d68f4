/** What must go before a row can be deleted: it is said before anything is asked, with the way to each. */
import { App } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { keepFocus } from "./focus";
import { useMark } from "./useAddress";

export interface Keeper {
  name: string;
  to: string;
}

/** Goes on to what deletes `name`, or says what keeps it. */
export function useUnlessKept() {
  const { modal } = App.useApp();
  const { t } = useTranslation();
  const mark = useMark();
  const latest = useRef<Promise<Keeper[]>>(undefined);
  return async (name: string, hint: string, keepers: Promise<Keeper[]>, goOn: () => void) => {
    const isHere = mark();
    latest.current = keepers;
    const found = await keepers.catch(() => []); // what cannot be asked is for the server to refuse
    if (!isHere() || latest.current !== keepers) return; // its page was left, or it was asked for again
    if (found.length === 0) return goOn();
    const notice = modal.info({
      title: t("list.kept", { name }),
      content: (
        <>
          <p>{hint}</p>
          <ul className="keepers">
            {found.map((keeper) => (
              <li key={`${keeper.to} ${keeper.name}`}>
                <Link to={keeper.to} onClick={() => notice.destroy()}>
                  {keeper.name}
                </Link>
              </li>
            ))}
          </ul>
        </>
      ),
      afterClose: keepFocus,
    });
  };
}

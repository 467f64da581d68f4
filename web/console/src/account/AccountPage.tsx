import { useTranslation } from "react-i18next";
import { useMe } from "../auth/session";
import { Fact } from "../ui/Fact";
import { Page } from "../ui/Page";
import { NameForm } from "./NameForm";
import { PasswordForm } from "./PasswordForm";

/** One's own account: what one is called and how one signs in. */
export function AccountPage() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Page title={t("account.title")} description={t("account.description")}>
      {me && (
        <div className="account">
          <section className="card account-card">
            <h2>{t("account.profile")}</h2>
            <dl className="facts">
              <Fact name={t("auth.email")}>{me.email}</Fact>
              <Fact name={t("users.role")}>{t(`role.${me.role}`)}</Fact>
              {me.permissions.includes("desk.write") && <Fact name={t("users.maxSessions")}>{me.max_sessions}</Fact>}
            </dl>
            <NameForm key={me.id} name={me.name} />
          </section>
          <section className="card account-card">
            <h2>{t("auth.password")}</h2>
            <p className="soft">{t("account.passwordHint")}</p>
            <PasswordForm email={me.email} />
          </section>
        </div>
      )}
    </Page>
  );
}

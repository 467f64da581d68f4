import { type ChangeEvent, type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useLocation } from "react-router";
import { wordsOf } from "../words";
import { SignInCard } from "./SignInCard";
import { keeper, lastEnding } from "./tokens";
import { useSignIn } from "./useSignIn";

/** Plain fields: it is the first that loads, and Ant Design is larger than all the rest of it. */
export function SignInPage() {
  const { t } = useTranslation();
  const { grant, isUnfinished } = keeper.state.use();
  const from = (useLocation().state as { from?: string } | null)?.from ?? wanted;
  const { signIn, isBusy, problem } = useSignIn();
  const [typed, setTyped] = useState({ email: "", password: "" });
  const [isShown, setShown] = useState(false);
  const ending = lastEnding();
  const said = problem ?? (ending && [wordsOf(`auth.ended.${ending}`), wordsOf(`auth.endedHint.${ending}`)].join(" "));
  const [isTried, setTried] = useState(false);

  if (grant) return <Navigate to={from} replace />;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (typed.email && typed.password && !isBusy) void signIn(typed);
  };
  const missing = (name: keyof typeof typed) => isTried && typed[name] === "";
  const input = (name: keyof typeof typed) => ({
    name,
    value: typed[name],
    "aria-invalid": missing(name),
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) => setTyped((all) => ({ ...all, [name]: target.value })),
  });
  const required = <span className="plain-problem">{t("form.required")}</span>;
  return (
    <SignInCard title={t("auth.title")} foot={t("auth.firstTime")}>
      <form className="plain-form" onSubmit={submit} noValidate>
        {isUnfinished && (
          <div className="plain-alert" role="alert">
            {t("auth.unfinished")}{" "}
            <button type="button" onClick={() => void keeper.signOut()}>
              {t("action.retry")}
            </button>
          </div>
        )}
        {said && (
          <div className="plain-alert" role="alert">
            {said}
          </div>
        )}
        <label>
          {t("auth.email")}
          <input
            // biome-ignore lint/a11y/noAutofocus: there is nothing else to do on this page
            autoFocus
            {...input("email")}
            autoComplete="username"
            inputMode="email"
            maxLength={320}
          />
          {missing("email") && required}
        </label>
        <label>
          {t("auth.password")}
          <span className="plain-secret">
            <input
              {...input("password")}
              type={isShown ? "text" : "password"}
              autoComplete="current-password"
              maxLength={200}
            />
            <button type="button" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
              {t(isShown ? "auth.hide" : "auth.show")}
            </button>
          </span>
          {missing("password") && required}
        </label>
        <button type="submit" className="plain-button" aria-busy={isBusy}>
          {t("auth.signIn")}
        </button>
      </form>
    </SignInCard>
  );
}

const BASE = "/console";
const OPEN_PAGES = ["/sign-in", "/register"];
let wanted = "/"; // the address that was asked for at first; gone to once somebody has signed in

/** Who is not signed in begins at the sign-in page, before anything of the others is loaded: called before the router looks. */
export function beginAtSignIn(): void {
  const address = location.pathname.slice(BASE.length);
  if (keeper.mayResume() || OPEN_PAGES.includes(address)) return;
  wanted = address.replace(/^[/\\]+/, "/") + location.search; // two slashes would lead elsewhere
  history.replaceState(null, "", `${BASE}/sign-in`);
}

import { AutoComplete, Button, Form, Space, Tag } from "antd";
import i18next from "i18next";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "../../api/client";
import { ApiError, messageOf } from "../../api/errors";
import { useAction, useConfirm } from "../../ui/useAction";
import { useUnlessKept } from "../../ui/useKept";
import { DEPLOYMENTS, followersOf, MODELS, type Model, type Version } from "../resources";

const PATH = "/api/models/{name}/aliases/{alias}";

interface Props {
  model: Model;
  version: Version;
  mayWrite: boolean;
}

/** Without the name of the field, at which it stands. */
function reasonOf(error: unknown): string {
  if (!(error instanceof ApiError)) return messageOf(error);
  // what has a slash leads to an address where nothing is
  if (error.code === "NOT_FOUND") return i18next.t("problem.reason.alias_name");
  return error.fieldErrors[0]?.message ?? error.message;
}

/** The aliases that point to a version; others are made or moved here at once, whatever becomes of the form around. */
export function AliasField({ model: { name, aliases }, version: { version }, mayWrite }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [isListed, setListed] = useState(false);
  const confirm = useConfirm();
  const { run, isBusy } = useAction([MODELS.list, DEPLOYMENTS.list]);
  const own = Object.keys(aliases).filter((alias) => aliases[alias] === version);
  const others = Object.keys(aliases).filter((alias) => aliases[alias] !== version);
  const alias = typed.trim();
  const at = (one: string) => ({ params: { path: { name, alias: one } } });
  const [problem, setProblem] = useState<string>();
  const type = (text: string) => {
    setTyped(text);
    setProblem(undefined);
  };
  const point = () =>
    run(async () => {
      try {
        await client.PUT(PATH, { ...at(alias), body: { version } });
      } catch (error) {
        return setProblem(reasonOf(error));
      }
      type("");
      setListed(false); // it would show all others now
      return t("model.aliasPointed", { alias, version });
    });
  const begin = () => {
    const from = aliases[alias];
    if (from === undefined) return void point();
    confirm(t("model.moveAlias", { alias, from, version }), t("model.moveAliasHint"), t("model.move"), point);
  };
  /** Sends what is typed here, not the form around; where a list is open, Enter chooses from that. */
  const enter = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (alias && (event.target as Element).getAttribute("aria-activedescendant") === null) begin();
  };
  const unlessKept = useUnlessKept();
  const remove = (one: string) => {
    const work = () => run(() => client.DELETE(PATH, at(one)), t("list.deleted", { name: one }));
    const ask = () =>
      confirm(t("model.deleteAlias", { alias: one }), t("model.deleteAliasHint"), t("action.delete"), work);
    return unlessKept(one, t("model.aliasKept"), followersOf(name, one), ask);
  };
  return (
    <Form.Item
      label={t("model.aliases")}
      {...(problem && { validateStatus: "error", help: <span role="alert">{problem}</span> })}
    >
      {/* one child, whatever it holds: with another number of them the item begins anew what is typed in */}
      <div>
        {own.length > 0 && (
          <div className="chips">
            {own.map((one) => (
              <Tag
                key={one}
                {...(mayWrite && { closable: { "aria-label": t("model.removeAlias", { alias: one }) } })}
                onClose={(event) => {
                  event.preventDefault();
                  remove(one);
                }}
              >
                {one}
              </Tag>
            ))}
          </div>
        )}
        {mayWrite ? (
          <Space.Compact block>
            <AutoComplete
              aria-label={t("model.alias")}
              placeholder={t("model.alias")}
              value={typed}
              options={others.map((value) => ({ value }))}
              showSearch={{ filterOption: (part, option) => !!option?.value.includes(part) }}
              defaultActiveFirstOption={false}
              open={isListed}
              onOpenChange={setListed}
              onKeyDown={enter}
              onChange={type}
              {...(problem && { status: "error" })}
            />
            <Button loading={isBusy} disabled={alias === ""} onClick={begin}>
              {t("model.pointAlias")}
            </Button>
          </Space.Compact>
        ) : (
          own.length === 0 && "–"
        )}
      </div>
    </Form.Item>
  );
}

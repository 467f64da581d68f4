import { PlayCircleOutlined } from "@ant-design/icons";
import { hashKey, useMutation } from "@tanstack/react-query";
import { Button, Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import { infer, type Tensor } from "../../api/inference";
import { keeper } from "../../auth/tokens";
import { draftName, keepDraft, readDraft } from "../../inbox/drafts";
import { tried } from "../../tried";
import { CodeSample } from "../../ui/CopyButton";
import { TextOrFile } from "../../ui/forms/TextOrFile";
import { Loaded } from "../../ui/Loaded";
import { answers } from "../deployments/state";
import { type Tensor as Declared, type ModelDeployment, tensorWords } from "../resources";
import { type Outcome, Outcomes } from "./Outcomes";
import { exampleOf, requestOf, tensorOf, textOf } from "./tensors";
import { useServed } from "./useServed";

const LINES = { minRows: 2, maxRows: 12 };
const LONGEST_CALL = 2000;
const TRAFFIC = 0; // no version's number: whichever traffic goes to

interface Values {
  targets: number[];
  inputs: string[];
}

/** Tries a deployment: a form of its inputs, for one version or for several with the same values. */
export function Playground({ deployment }: { deployment: ModelDeployment }) {
  const { t } = useTranslation();
  const served = useServed(deployment);
  return (
    <section className="below" aria-label={t("playground.title")}>
      <h2 className="section-title">{t("playground.title")}</h2>
      <Loaded of={served}>
        {({ inputs }) => (
          <div className="playground">
            <TrialForm key={JSON.stringify(inputs)} deployment={deployment} inputs={inputs} />
            <div>
              <h3>{t("playground.call")}</h3>
              <p className="soft small">{t("playground.callHint")}</p>
              <CodeSample label={t("playground.call")} code={callOf(deployment.name, inputs)} />
            </div>
          </div>
        )}
      </Loaded>
    </section>
  );
}

function TrialForm({ deployment, inputs }: { deployment: ModelDeployment; inputs: Declared[] }) {
  const { t } = useTranslation();
  const trial = useMutation({
    mutationFn: ({ targets, inputs: texts }: Values): Promise<Outcome[]> => {
      const tensors = inputs.map((input, place) => tensorOf(input, texts[place] ?? ""));
      return Promise.all(targets.map((target) => outcomeOf(deployment.name, tensors, target)));
    },
  });
  const versions = deployment.live.map(({ version }) => version);
  const isServed = answers(deployment);
  const options = [TRAFFIC, ...versions].map((value) => ({
    value,
    label: value === TRAFFIC ? t("playground.byTraffic") : t("model.version", { version: value }),
  }));
  const draft = draftName(keeper.person?.id, `try ${deployment.id}`);
  const initial: Values = {
    targets: [TRAFFIC],
    inputs: keptTexts(draft, inputs) ?? inputs.map((input) => textOf(exampleOf(input))),
  };
  return (
    <Form<Values>
      layout="vertical"
      initialValues={initial}
      onValuesChange={(_, { inputs: texts }) => keepDraft(draft, JSON.stringify({ inputs, texts }))}
      onFinish={(values) => trial.mutate(values)}
      onFinishFailed={() => trial.reset()}
    >
      {inputs.map((input, place) => (
        <Form.Item
          key={input.name}
          name={["inputs", place]}
          label={`${input.name} · ${tensorWords(input)}`}
          rules={[{ validator: async (_, text: string) => void tensorOf(input, text) }]}
        >
          <TextOrFile accept=".json" autoSize={LINES} />
        </Form.Item>
      ))}
      <Form.Item name="targets" label={t("playground.targets")} rules={[{ required: true }]}>
        <Select mode="multiple" options={options} />
      </Form.Item>
      <Button
        type="primary"
        htmlType="submit"
        icon={<PlayCircleOutlined />}
        loading={trial.isPending}
        disabled={!isServed}
      >
        {t("playground.run")}
      </Button>
      {!isServed && (
        <p className="soft small" role="status">
          {t("playground.notReady", { status: t(`deployment.status.${deployment.status}`) })}
        </p>
      )}
      <Outcomes of={trial.data ?? []} />
    </Form>
  );
}

/** What was typed here before, if it was for the same inputs. */
function keptTexts(draft: string, inputs: Declared[]): string[] | undefined {
  const kept = tried(() => JSON.parse(readDraft(draft)) as { inputs: Declared[]; texts: string[] });
  return kept && hashKey([kept.inputs]) === hashKey([inputs]) ? kept.texts : undefined;
}

/** What came of it, be it a refusal. */
async function outcomeOf(deployment: string, tensors: Tensor[], target: number): Promise<Outcome> {
  try {
    return { target, answer: await infer(deployment, tensors, target === TRAFFIC ? undefined : target) };
  } catch (error) {
    return { target, error };
  }
}

/** For a shell, with the key of a program; with a file where the values are many. */
function callOf(name: string, inputs: Declared[]): string {
  const body = JSON.stringify(requestOf(inputs)).replaceAll("'", "'\\''");
  return [
    `curl ${location.origin}/v2/models/${name}/infer \\`,
    '  -H "Authorization: Bearer $KEY" \\',
    body.length < LONGEST_CALL ? `  --json '${body}'` : "  --json @input.json",
  ].join("\n");
}

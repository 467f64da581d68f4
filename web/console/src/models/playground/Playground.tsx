import { PlayCircleOutlined } from "@ant-design/icons";
import { keepPreviousData, useMutation } from "@tanstack/react-query";
import { Button, Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import { reads } from "../../api/client";
import { infer, type Tensor } from "../../api/inference";
import { CodeSample } from "../../ui/CopyButton";
import { TextOrFile } from "../../ui/forms/TextOrFile";
import { Loaded } from "../../ui/Loaded";
import { percentsOf } from "../deployments/weights";
import { type Tensor as Declared, type ModelDeployment, tensorWords } from "../resources";
import { type Outcome, Outcomes } from "./Outcomes";
import { exampleOf, tensorOf, textOf } from "./tensors";

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
  const version = percentsOf(deployment.traffic).toSorted((one, other) => other.weight - one.weight)[0]?.version ?? 0;
  const init = { params: { path: { name: deployment.model, version } } };
  const kept = { placeholderData: keepPreviousData }; // what was typed stays while traffic moves
  const served = reads.useQuery("get", "/api/models/{name}/versions/{version}", init, kept);
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
  const isServed = deployment.live.some(({ replicas, status }) => replicas > 0 || status === "idle");
  const options = [TRAFFIC, ...versions].map((value) => ({
    value,
    label: value === TRAFFIC ? t("playground.byTraffic") : t("model.version", { version: value }),
  }));
  const initial: Values = { targets: [TRAFFIC], inputs: inputs.map((input) => textOf(exampleOf(input))) };
  return (
    <Form<Values> layout="vertical" initialValues={initial} onFinish={(values) => trial.mutate(values)}>
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
  const tensors = inputs.map((input) => tensorOf(input, textOf(exampleOf(input))));
  const body = JSON.stringify({ inputs: tensors }).replaceAll("'", "'\\''");
  return [
    `curl ${location.origin}/v2/models/${name}/infer \\`,
    '  -H "Authorization: Bearer $KEY" \\',
    body.length < LONGEST_CALL ? `  --json '${body}'` : "  --json @input.json",
  ].join("\n");
}

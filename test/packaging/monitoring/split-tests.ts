import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';

interface Rules {
  groups: { name: string; rules: { alert?: string }[] }[];
}
interface RuleTests {
  rule_files: string[];
  tests: { alert_rule_test: { alertname: string }[] }[];
}

/**
 * Writes tests of alerts anew into `folder`, those of the same alerts in one file, beside rules that have only these: promtool
 * evaluates every rule at each step of each test, of which all but one or two are nobody's question, and nine tenths of the time.
 * Only for alerts that stand alone: another's state, or what is recorded, would be missing.
 *
 * @returns the paths of what was written for promtool to run
 */
export const splitTests = async (file: string, folder: string): Promise<string[]> => {
  const whole = parse(await readFile(file, 'utf8')) as RuleTests;
  const groups = await Promise.all(
    whole.rule_files.map(
      async (name) => (parse(await readFile(join(dirname(file), name), 'utf8')) as Rules).groups,
    ),
  );
  const rulesOf = (alerts: readonly string[]): Rules['groups'] =>
    groups
      .flat()
      .map((group) => ({ ...group, rules: group.rules.filter(({ alert = '' }) => alerts.includes(alert)) }))
      .filter(({ rules }) => rules.length > 0);
  const alertsOf = ({ alert_rule_test: asked }: RuleTests['tests'][number]): string =>
    [...new Set(asked.map(({ alertname }) => alertname))].sort().join('-');

  return Promise.all(
    [...Map.groupBy(whole.tests, alertsOf)].map(async ([alerts, tests]) => {
      const path = join(folder, `${alerts}-${basename(file)}`);
      const rules = `${path}.rules.yml`;
      // JSON is YAML.
      await writeFile(rules, JSON.stringify({ groups: rulesOf(alerts.split('-')) }));
      await writeFile(path, JSON.stringify({ ...whole, rule_files: [basename(rules)], tests }));
      return path;
    }),
  );
};

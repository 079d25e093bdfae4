import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Where the rules for Prometheus Operator stand; `npm run k8s:rules` writes them. */
export const RULES_FILE = join(root, 'k8s/components/prometheus-operator/rules.yaml');

const GROUPS = 'groups:\n';
const HEADER = `# Made of monitoring/prometheus/alerts.yml and promises.yml by npm run k8s:rules: change them there.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: censo
  labels: { app: censo-vivo }
spec:
`;

/** The alerts as an object of Prometheus Operator: the same text, two columns to the right. */
export const prometheusRule = (): string => {
  const groups = ['alerts.yml', 'promises.yml'].map((name) => {
    const rules = readFileSync(join(root, 'monitoring/prometheus', name), 'utf8');
    return rules.slice(rules.indexOf(GROUPS) + GROUPS.length);
  });
  return HEADER + (GROUPS + groups.join('')).replaceAll(/^(?=.)/gm, '  ');
};

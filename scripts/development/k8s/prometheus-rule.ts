import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Where the rules for Prometheus Operator stand; `npm run k8s:rules` writes them. */
export const RULES_FILE = join(root, 'k8s/components/prometheus-operator/rules.yaml');

const HEADER = `# Made of monitoring/prometheus/alerts.yml by npm run k8s:rules: change it there.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: censo
  labels: { app: censo-vivo }
spec:
`;

/** The alerts as an object of Prometheus Operator: the same text, two columns to the right. */
export const prometheusRule = (): string => {
  const alerts = readFileSync(join(root, 'monitoring/prometheus/alerts.yml'), 'utf8');
  const groups = alerts.slice(alerts.indexOf('groups:'));
  return HEADER + groups.replaceAll(/^(?=.)/gm, '  ');
};

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './processes/child.ts';

/** The folder of everything about monitoring. */
export const monitoring = join(root, 'monitoring');

export const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');

export interface Alert {
  name: string;
  expr: string;
  severity: string;
  runbook: string;
}

export const ruleFiles = ['alerts.yml', 'promises.yml'];
const rules = (): string => ruleFiles.map((name) => read('monitoring/prometheus', name)).join('');

/** What the rule files record. */
export const readRecords = (): Pick<Alert, 'name' | 'expr'>[] =>
  [...rules().matchAll(/^ {6}- record: (\S+)\n {8}expr: \|-\n((?: {10}.*\n)+)/gm)].map(
    ([, name = '', expr = '']) => ({ name, expr }),
  );

/** The alerts of the rule files, whose form is our own: one key a line, the expression as a block. */
export const readAlerts = (): Alert[] => {
  const blocks = rules()
    .split(/^ {6}- alert: /m)
    .slice(1);
  const part = (block: string, pattern: RegExp): string => pattern.exec(block)?.[1] ?? '';
  return blocks.map((block) => ({
    name: part(block, /^(\w+)/),
    expr: part(block, /expr: \|-\n((?: {10}.*\n)+)/),
    severity: part(block, /severity: (\w+)/),
    runbook: part(block, /runbook_url: (\S+)/),
  }));
};

interface Panel {
  title: string;
  type: string;
  fieldConfig?: { defaults: { unit?: string } };
  targets?: { expr: string }[];
}
export interface Dashboard {
  file: string;
  title: string;
  uid: string;
  templating: { list: { name: string; query: string | { query: string } }[] };
  panels: Panel[];
}

export const readDashboards = (): Dashboard[] =>
  readdirSync(join(monitoring, 'grafana/dashboards')).map((file) => ({
    file,
    ...(JSON.parse(read('monitoring/grafana/dashboards', file)) as Omit<Dashboard, 'file'>),
  }));

const WORDS = new Set(['by', 'on', 'without', 'ignoring', 'and', 'or', 'unless', 'bool', 'offset', 'inf']);

/** The metrics that a PromQL expression asks for. */
export const metricsIn = (expr: string): string[] => {
  const bare = expr
    .replaceAll(/"[^"]*"/g, ' ')
    .replaceAll(/\{[^}]*\}/g, ' ')
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .replaceAll(/\b(by|on|without|ignoring)\s*\([^)]*\)/g, ' ');
  return [...bare.matchAll(/\b([a-zA-Z_:][\w:]*)\b(?!\s*\()/g)]
    .map(([, name = '']) => name)
    .filter((name) => !WORDS.has(name));
};

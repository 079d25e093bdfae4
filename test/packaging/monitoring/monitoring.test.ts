import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { variables } from '../../../shared/config/variables/variables.ts';
import { allMetrics } from '../../support/metrics.ts';
import {
  metricsIn,
  monitoring,
  read,
  readAlerts,
  readDashboards,
  readRecords,
  ruleFiles,
} from '../../support/monitoring.ts';
import { needs } from '../../support/skip.ts';
import { promtool, promtoolMissing } from './promtool.ts';
import { splitTests } from './split-tests.ts';

/** Of Prometheus itself, node_exporter, the kubelet and blackbox_exporter. */
const OTHERS = new Set([
  'up',
  'node_filesystem_avail_bytes',
  'node_filesystem_readonly',
  'node_filesystem_size_bytes',
  'kubelet_volume_stats_available_bytes',
  'kubelet_volume_stats_capacity_bytes',
  'probe_ssl_earliest_cert_expiry',
]);

/** Every name that the registry gives to Prometheus. */
const known = (): Set<string> => {
  const names = allMetrics()
    .getMetricsAsArray()
    .flatMap(({ name, type }) =>
      // prom-client says the type as a word at run time.
      String(type) === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
    );
  return new Set([...names, ...OTHERS, ...readRecords().map(({ name }) => name)]);
};

/** Those that wait long are apart: looked at each minute, they cost more than all others. */
const alertTests = ['alerts.test.yml', 'alerts.hours.test.yml', 'alerts.days.test.yml'];
const promiseTests = 'promises.test.yml';

describe('The monitoring', () => {
  const alerts = readAlerts();
  const dashboards = readDashboards();
  const runbook = read('docs/runbook.md');
  const sections = [...runbook.matchAll(/^### (\w+)$/gm)].map(([, name = '']) => name);

  it('reads metrics out of PromQL, so that the next tests can see', () => {
    const expr =
      'sum by (le, a) (rate(x_bucket{b="c_d"}[5m])) > 0 unless on () max(y{z=~"w"}) == 1 or label_replace(y, "b", "c", "", "")';
    expect(metricsIn(expr)).to.deep.equal(['x_bucket', 'y', 'y']);
  });

  it('has alerts and two dashboards', () => {
    expect(alerts).to.have.length.greaterThan(15);
    expect(dashboards.map(({ title }) => title).sort()).to.deep.equal(['El portal', 'Las consultas']);
  });

  it('asks only for metrics that exist, in alerts and in what is recorded for them', () => {
    const names = known();
    for (const { name, expr } of [
      ...alerts,
      ...readRecords().filter(({ expr: of }) => !of.includes('vector(')),
    ]) {
      const asked = metricsIn(expr);
      expect(asked, name).not.to.have.lengthOf(0);
      for (const metric of asked) expect(names.has(metric), `${name}: ${metric}`).to.equal(true);
    }
  });

  it('asks only for metrics that exist, in dashboards, whose panels have Spanish titles and units', () => {
    const names = known();
    for (const { file, panels, templating } of dashboards) {
      expect(
        templating.list.map(({ name }) => name),
        file,
      ).to.include('instance');
      for (const { title, type, targets = [], fieldConfig } of panels.filter((one) => one.type !== 'row')) {
        const where = `${file}: ${title} (${type})`;
        expect(title, where).not.to.equal('');
        expect(fieldConfig?.defaults.unit, where).to.be.a('string');
        expect(targets, where).not.to.have.lengthOf(0);
        for (const { expr } of targets)
          for (const metric of metricsIn(expr))
            expect(names.has(metric), `${where}: ${metric}`).to.equal(true);
      }
    }
  });

  it('shows or watches every metric of the portal', () => {
    const asked = new Set(
      [...alerts, ...readRecords()]
        .map(({ expr }) => expr)
        .concat(
          dashboards.flatMap(({ panels }) => panels.flatMap((p) => p.targets?.map((t) => t.expr) ?? [])),
        )
        .flatMap(metricsIn)
        .map((name) => name.replace(/_(bucket|count|sum)$/, '')),
    );
    const own = allMetrics()
      .getMetricsAsArray()
      .map(({ name }) => name)
      .filter((name) => name.startsWith('censo_'));
    // What the runbook sends people to look at by hand.
    const byHand = own.filter((name) => runbook.includes(name));
    for (const name of own) expect(asked.has(name) || byHand.includes(name), name).to.equal(true);
  });

  it('has a section of the runbook for every alert, and no other', () => {
    expect(sections.toSorted()).to.deep.equal(alerts.map(({ name }) => name).toSorted());
    for (const { name, runbook: link } of alerts)
      expect(link).to.equal(`docs/runbook.md#${name.toLowerCase()}`);
  });

  it('has in each section what it means, how to see it and what to do', () => {
    for (const section of runbook.split(/^### /m).slice(1))
      for (const part of ['**Qué significa.**', '**Cómo verlo.**', '**Qué hacer.**'])
        expect(section, section.split('\n', 1)[0]).to.contain(part);
  });

  it('links within the runbook to sections that exist, and names variables that exist', () => {
    const headings = [...runbook.matchAll(/^##+ (.+)$/gm)].map(([, name = '']) => name);
    const anchors = new Set(headings.map((name) => name.toLowerCase().replaceAll(' ', '-')));
    for (const [, anchor = ''] of runbook.matchAll(/\]\(#([^)]+)\)/g))
      expect(anchors.has(anchor), anchor).to.equal(true);
    for (const [, name = ''] of runbook.matchAll(/`([A-Z][A-Z0-9_]{4,})`/g))
      expect(Object.keys(variables), name).to.include(name);
  });

  it('knows two severities, and tests each alert both ways', () => {
    const tests = [...alertTests, promiseTests]
      .map((name) => read(`monitoring/prometheus/${name}`))
      .join('\n');
    for (const { name, severity } of alerts) {
      expect(severity, name).to.be.oneOf(['critical', 'warning']);
      expect(tests).to.contain(`name: ${name} suena`).and.to.contain(`name: ${name} calla`);
    }
  });

  it('has alerts whose tests can be asked apart: none needs another, or what is recorded', () => {
    const text = read('monitoring/prometheus/alerts.yml');
    expect(text).not.to.match(/^ *- record:/m);
    const recorded = new Set(['ALERTS', 'ALERTS_FOR_STATE', ...readRecords().map(({ name }) => name)]);
    for (const { name, expr } of alerts.filter((alert) => text.includes(`- alert: ${alert.name}\n`)))
      expect(
        metricsIn(expr).filter((metric) => recorded.has(metric)),
        name,
      ).to.deep.equal([]);
  });

  describe('as promtool sees it', () => {
    before(function () {
      needs(this, promtoolMissing());
    });
    const file = (name: string) => join(monitoring, 'prometheus', name);

    it('has a configuration and rules without a fault', () => {
      expect(promtool(['check', 'config', file('prometheus.yml')])).to.equal(null);
      expect(promtool(['check', 'rules', ...ruleFiles.map(file)])).to.equal(null);
    });

    it('takes the configuration that k8s/README.md gives for a Prometheus without an operator', async () => {
      const blocks = [...read('k8s/README.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block]) => block);
      const given = blocks.find((block) => block?.includes('job_name: censo')) ?? '';
      const folder = await mkdtemp(join(tmpdir(), 'censo-prometheus-'));
      // Debian's promtool was built without Kubernetes: the rest is checked.
      const checked = given.replace(/kubernetes_sd_configs:\n.*/, 'static_configs: []');
      await writeFile(join(folder, 'prometheus.yml'), checked);
      const fault = promtool(['check', 'config', join(folder, 'prometheus.yml')]);
      await rm(folder, { recursive: true });
      expect(checked).not.to.equal(given);
      expect(fault).to.equal(null);
    });

    it('rings when it should and only then', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'censo-alert-tests-'));
      const split = await Promise.all(alertTests.map((name) => splitTests(file(name), folder)));
      const fault = promtool(['test', 'rules', ...split.flat(), file(promiseTests)]);
      await rm(folder, { recursive: true });
      expect(fault).to.equal(null);
    });

    it('has dashboards whose queries are PromQL', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'censo-dashboards-'));
      const queries = dashboards.flatMap(({ panels }) => panels.flatMap(({ targets = [] }) => targets));
      // JSON is YAML: a rule for each query lets promtool parse them all.
      const rules = queries.map(({ expr }, index) => ({ record: `query_${index}`, expr }));
      const rulesFile = join(folder, 'rules.yml');
      await writeFile(rulesFile, JSON.stringify({ groups: [{ name: 'dashboards', rules }] }));
      const fault = promtool(['check', 'rules', rulesFile]);
      await rm(folder, { recursive: true });
      expect(fault).to.equal(null);
      expect(queries).to.have.length.greaterThan(40);
    });

    it('follows the conventions in its names and units', async () => {
      const text = await allMetrics().metrics();
      expect(text).to.contain('censo_build_info');
      expect(promtool(['check', 'metrics'], text)).to.equal(null);
    });
  });
});

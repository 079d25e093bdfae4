import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Lets wapiti (a Debian package) attack a portal of this machine, as nobody, as a USER and as an ADMIN, and prints what
 * it found: `npm run wapiti -- http://127.0.0.1:3000`. The portal must be the demonstration (`npm start`), whose
 * accounts are known; its data are no good afterwards. A second word is for how many seconds each attack may go on.
 */

/** All that need no service of somebody else's; `buster` takes each mistyped address that leads home for a find. */
const MODULES =
  'backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,blindsql,xss,xxe,ssrf';
/** Seconds for finding addresses, and for each way to attack them. */
const MAX_S = Number(process.argv[3] ?? 60);

interface Visitor {
  name: string;
  credentials?: { cedula: string; password: string };
}

interface Finding {
  method: string;
  path: string;
  parameter: string;
  info: string;
}

interface Report {
  vulnerabilities: Record<string, Finding[]>;
  anomalies: Record<string, Finding[]>;
  infos: { crawled_pages_nbr?: number };
}

const origin = new URL(process.argv[2] ?? 'http://127.0.0.1:3000').origin;
const { hostname } = new URL(origin);
if (hostname !== '127.0.0.1' && hostname !== 'localhost') throw new Error('only a portal of this machine');

/** Every cookie that a browser with this session has: the form secret as well. */
const cookiesOf = async ({ credentials }: Visitor): Promise<Record<string, string>> => {
  const cookies: Record<string, string> = {};
  const keep = (response: Response): void => {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies[name] = value;
    }
  };
  const cookie = (): string =>
    Object.entries(cookies)
      .map((pair) => pair.join('='))
      .join('; ');
  if (credentials !== undefined) {
    const answer = await fetch(`${origin}/api/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(credentials),
    });
    if (!answer.ok) throw new Error(`${credentials.cedula} could not log in: ${answer.status}`);
    keep(answer);
  }
  keep(await fetch(`${origin}/perfil/editar/`, { headers: { cookie: cookie() } }));
  return cookies;
};

/** How often each status was answered. */
const answered = new Map<number, number>();

/**
 * Stands before the portal, which wapiti itself cannot be told (3.0.4 ends at `--exclude` with Python 3.11): whoever
 * presses the button to log out keeps their session, else the rest would be seen as nobody.
 */
const guard = createServer((asked, answer) => {
  const isLogout = asked.url?.includes('/logout') ?? false;
  const { hostname: host, port, host: authority } = new URL(origin);
  const cookie = asked.headers.cookie ?? '';
  const headers = {
    ...asked.headers,
    host: authority,
    cookie: isLogout ? cookie.replace(/censo-session=[^;]*/, '') : cookie,
  };
  const passed = request({ host, port, path: asked.url, method: asked.method, headers }, (told) => {
    const status = told.statusCode ?? 0;
    answered.set(status, (answered.get(status) ?? 0) + 1);
    const { 'set-cookie': cookies, ...others } = told.headers;
    answer.writeHead(status, isLogout || cookies === undefined ? others : told.headers);
    told.pipe(answer);
  });
  passed.on('error', () => answer.destroy());
  asked.pipe(passed);
});
guard.listen(0, '127.0.0.1');
await once(guard, 'listening');
const { port: guarded } = guard.address() as AddressInfo;
const target = `http://127.0.0.1:${guarded}/`;

/** In the form that wapiti keeps cookies in. */
const jarOf = (cookies: Record<string, string>): object => ({
  '127.0.0.1': {
    '/': Object.fromEntries(
      Object.entries(cookies).map(([name, value]) => [
        name,
        { ...{ value, version: 0, port: null, expires: null, secure: false } },
      ]),
    ),
  },
});

const attack = async (visitor: Visitor, folder: string): Promise<Report> => {
  const own = join(folder, visitor.name);
  await mkdir(own, { recursive: true });
  await writeFile(join(own, 'cookies.json'), JSON.stringify(jarOf(await cookiesOf(visitor))));
  const options = {
    ...{ url: target, scope: 'domain', endpoint: target, module: MODULES, cookie: join(own, 'cookies.json') },
    ...{ 'max-scan-time': MAX_S, 'max-attack-time': MAX_S, 'max-files-per-dir': 12 },
    ...{ 'store-session': own, 'store-config': own, format: 'json', output: join(own, 'report.json') },
  };
  const parameters = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn('wapiti', [...parameters, '--no-bugreport', '--flush-session', '--verbose', '0'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`wapiti ended with ${code}`);
  return JSON.parse(await readFile(join(own, 'report.json'), 'utf8')) as Report;
};

const visitors: readonly Visitor[] = [
  { name: 'nobody' },
  { name: 'user', credentials: { cedula: '1000000200', password: 'demo-persona' } },
  { name: 'admin', credentials: { cedula: '1000000400', password: 'demo-admin' } },
];

const folder = join(tmpdir(), `censo-wapiti-${process.pid}`);
const found: string[] = [];
for (const visitor of visitors) {
  const report = await attack(visitor, folder);
  const kinds = { ...report.vulnerabilities, ...report.anomalies };
  for (const [kind, findings] of Object.entries(kinds))
    for (const { method, path, parameter, info } of findings)
      found.push(`${visitor.name}: ${kind}: ${method} ${path} ${parameter}: ${info}`);
}
console.log(`\nReports are in ${folder}. Found: ${found.length}`);
for (const line of found) console.log(`  ${line}`);
console.log(`Statuses: ${JSON.stringify(Object.fromEntries(answered))}`);
guard.close();
guard.closeAllConnections();
process.exitCode = found.length === 0 ? 0 : 1;

import type { User } from '../../../shared/contract/accounts.ts';
import type { CensusView, Status } from '../../../shared/contract/census.ts';
import { eventually } from '../eventually.ts';

/** An API answer: status, headers and the parsed body. */
export interface Reply<T = unknown> {
  status: number;
  headers: Headers;
  body: T;
}

/** A program that talks to the JSON API and keeps its cookie. */
export interface Client {
  cookie(): string;
  get<T = unknown>(path: string): Promise<Reply<T>>;
  delete<T = unknown>(path: string): Promise<Reply<T>>;
  post<T = unknown>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply<T>>;
  register(person: Partial<Person> & { cedula: string; ref?: string }): Promise<Reply<{ user: User }>>;
  login(person: { cedula: string; password: string }): Promise<Reply<{ user: User }>>;
  census(): Promise<CensusView | null>;
  /** Waits for one of these statuses. @throws Error when the record came to rest in another one */
  censusIn(statuses: readonly Status[]): Promise<CensusView>;
}

interface Person {
  cedula: string;
  nombreCompleto: string;
  phone: string;
  password: string;
  dataPolicyAccepted: boolean;
}

let counter = 10_000 + (process.pid % 1_000) * 10;

/** A cédula that nobody used in this run; its last two digits choose the simulator's answer. */
export const newCedula = (suffix = '00'): string => {
  counter += 1;
  return `70${String(counter).padStart(6, '0')}${suffix}`;
};

export const settled = [
  'ACTIVE',
  'NOT_FOUND',
  'CANCELLED_DECEASED',
  'CANCELLED_OTHER',
  'ERROR',
  'TIMEOUT',
  'BLOCKED',
] as const satisfies readonly Status[];

/** It has its answer, or a failure that is not tried again: nothing changes by itself any more. */
export const hasComeToRest = ({ status, error, nextAttemptAt }: CensusView): boolean => {
  if (status === 'PENDING' || status === 'PROCESSING') return false;
  return error === null || nextAttemptAt === null;
};

/** @param address where it says that it comes from, to a portal that trusts a proxy */
export const createClient = (origin: string, address?: string): Client => {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  const send = async <T>(method: string, path: string, init: RequestInit): Promise<Reply<T>> => {
    const headers = new Headers(init.headers);
    if (cookies.size > 0) headers.set('cookie', cookie());
    if (address !== undefined) headers.set('x-forwarded-for', address);
    const response = await fetch(`${origin}/api/v1${path}`, { ...init, method, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? null : JSON.parse(text)) as T,
    };
  };

  const client: Client = {
    cookie,
    get: (path) => send('GET', path, {}),
    delete: (path) => send('DELETE', path, {}),
    post: (path, body, headers = {}) =>
      send(
        'POST',
        path,
        body === undefined
          ? { headers }
          : { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) },
      ),
    register: (person) =>
      client.post('/register', {
        nombreCompleto: 'Rosa Prueba',
        phone: '3001234567',
        password: 'una-clave-larga',
        ...{ dataPolicyAccepted: true, lookup: true, sharing: true },
        ...person,
      }),
    login: (person) => client.post('/login', person),
    async census() {
      const reply = await client.get<CensusView>('/me/census');
      return reply.status === 200 ? reply.body : null;
    },
    censusIn: (statuses) =>
      eventually(`a census answer in ${statuses.join(', ')}`, async () => {
        const view = await client.census();
        if (view === null) return null;
        if (statuses.includes(view.status)) return view;
        if (hasComeToRest(view)) throw new Error(`not in ${statuses.join(', ')}: ${JSON.stringify(view)}`);
        return null;
      }),
  };
  return client;
};

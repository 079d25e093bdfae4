import { type Simulator, type SimulatorOptions, startSimulator } from '../../../services/simulator/server.ts';

/** The simulators of one test file; `stopAll` belongs in `afterEach`. */
export class Simulators {
  readonly #running: Simulator[] = [];

  /** Starts one that answers without delay unless told otherwise. */
  async start(options: SimulatorOptions = {}): Promise<Simulator> {
    const simulator = await startSimulator({ delayMs: 0, ...options });
    this.#running.push(simulator);
    return simulator;
  }

  /** Closes every simulator that was started. */
  async stopAll(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((simulator) => simulator.close()));
  }
}

/** Asks as the consultacenso page does. */
export function consult(simulator: Simulator, documento: unknown, captchaToken = ''): Promise<Response> {
  return fetch(`${simulator.origin}/back/api/consulta`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ documento, eleccionId: 0, captchaToken }),
  });
}

/** The consultacenso answer as JSON. */
export async function consultJson(
  simulator: Simulator,
  documento: unknown,
  captchaToken = '',
): Promise<Record<string, unknown>> {
  const response = await consult(simulator, documento, captchaToken);
  return (await response.json()) as Record<string, unknown>;
}

/** What a browser holds after loading the wsp page. */
export interface WspVisit {
  cookie: string;
  token: string;
  status: number;
  page: string;
}

/** Loads the wsp page, with the cookie of an earlier visit if there was one. */
export async function visitWsp(simulator: Simulator, cookie = ''): Promise<WspVisit> {
  const response = await fetch(simulator.pageUrl('wsp'), { headers: { cookie } });
  const page = await response.text();
  return {
    cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
    token: /id="token"[^>]*value="([^"]*)"/.exec(page)?.[1] ?? '',
    status: response.status,
    page,
  };
}

/** Submits the wsp form of a visit. */
export function submitWsp(
  simulator: Simulator,
  { cookie, token }: Pick<WspVisit, 'cookie' | 'token'>,
  nuip: string,
  captcha = '',
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ nuip, tipo: '-1', token, 'g-recaptcha-response': captcha })) {
    form.set(name, value);
  }
  return fetch(simulator.pageUrl('wsp'), { method: 'POST', headers: { cookie }, body: form });
}

/** A wsp answer. */
export interface WspJson {
  success: boolean;
  data: { message: string };
  reload?: boolean;
}

/** Loads the wsp page, submits it and reads the JSON. */
export async function wspJson(simulator: Simulator, nuip: string, captcha = ''): Promise<WspJson> {
  const response = await submitWsp(simulator, await visitWsp(simulator), nuip, captcha);
  return (await response.json()) as WspJson;
}

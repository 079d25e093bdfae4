import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../../../services/simulator/server.ts';

/** The simulators of one test file. */
export interface Simulators {
  /** Starts one that answers without delay unless told otherwise. */
  start(options?: SimulatorOptions): Promise<Simulator>;
  /** Closes every simulator that was started; belongs in `afterEach`. */
  stopAll(): Promise<void>;
}

export const createSimulators = (): Simulators => {
  const running: Simulator[] = [];
  return {
    async start(options = {}) {
      const simulator = await startSimulator({ delayMs: 0, ...options });
      running.push(simulator);
      return simulator;
    },
    async stopAll() {
      await Promise.all(running.splice(0).map((simulator) => simulator.close()));
    },
  };
};

/** Asks as the consultacenso page does. */
export const consult = (simulator: Simulator, documento: unknown, captchaToken = ''): Promise<Response> =>
  fetch(`${simulator.origin}/back/api/consulta`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ documento, eleccionId: 0, captchaToken }),
  });

/** The consultacenso answer as JSON. */
export const consultJson = async (
  simulator: Simulator,
  documento: unknown,
  captchaToken = '',
): Promise<Record<string, unknown>> => {
  const response = await consult(simulator, documento, captchaToken);
  return (await response.json()) as Record<string, unknown>;
};

/** What a browser holds after loading the wsp page. */
export interface WspVisit {
  cookie: string;
  token: string;
  status: number;
  page: string;
}

/** Loads the wsp page, with the cookie of an earlier visit if there was one. */
export const visitWsp = async (simulator: Simulator, cookie = ''): Promise<WspVisit> => {
  const response = await fetch(simulator.pageUrl('wsp'), { headers: { cookie } });
  const page = await response.text();
  return {
    cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
    token: /id="token"[^>]*value="([^"]*)"/.exec(page)?.[1] ?? '',
    status: response.status,
    page,
  };
};

/** Submits the wsp form of a visit. */
export const submitWsp = (
  simulator: Simulator,
  { cookie, token }: Pick<WspVisit, 'cookie' | 'token'>,
  nuip: string,
  captcha = '',
): Promise<Response> => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ nuip, tipo: '-1', token, 'g-recaptcha-response': captcha })) {
    form.set(name, value);
  }
  return fetch(simulator.pageUrl('wsp'), { method: 'POST', headers: { cookie }, body: form });
};

/** A wsp answer. */
export interface WspJson {
  success: boolean;
  data: { message: string };
  reload?: boolean;
}

/** Loads the wsp page, submits it and reads the JSON. */
export const wspJson = async (simulator: Simulator, nuip: string, captcha = ''): Promise<WspJson> => {
  const response = await submitWsp(simulator, await visitWsp(simulator), nuip, captcha);
  return (await response.json()) as WspJson;
};

import { newCedula } from './client.ts';

/** What a form's page answered. */
interface FormAnswer {
  status: number;
  location: string | null;
  headers: Headers;
  text: string;
  /** What the page gives the form to bring; empty when it asks for nothing. */
  challenge: string;
  ticket: string;
}

/** A browser without a session that fills in the forms of strangers. */
export interface Stranger {
  get(path: string): Promise<FormAnswer>;
  /** Sends a form with the token of the page that was got last. */
  send(path: string, fields: Record<string, string>): Promise<FormAnswer>;
}

const fieldIn = (text: string, name: string): string =>
  unescaped(new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '');
const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

/** @param headers what it says with each request besides */
export const createStranger = (origin: string, headers: Record<string, string> = {}): Stranger => {
  const cookies = new Map<string, string>();
  let token = '';
  /** The policy that a form was shown with. */
  let policy = '';

  const ask = async (path: string, init: RequestInit): Promise<FormAnswer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(origin + path, {
      ...{ redirect: 'manual', ...init },
      headers: { ...headers, ...(cookie === '' ? {} : { cookie }) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const text = await response.text();
    token = fieldIn(text, '_csrf') || token;
    policy = fieldIn(text, 'policy_version') || policy;
    return {
      ...{ status: response.status, headers: response.headers, text },
      location: response.headers.get('location'),
      challenge: unescaped(/data-proof="([^"]*)"/.exec(text)?.[1] ?? ''),
      ticket: fieldIn(text, 'ticket'),
    };
  };
  return {
    get: (path) => ask(path, {}),
    send: (path, fields) =>
      ask(path, {
        method: 'POST',
        body: new URLSearchParams({ policy_version: policy, ...fields, _csrf: token }),
      }),
  };
};

const PASSWORD = 'una-clave-larga';

/** What somebody writes who registers. */
export const registrationFields = (cedula = newCedula()): Record<string, string> => ({
  ...{ cedula, nombre_completo: 'Rosa Prueba', phone: '3001234567' },
  ...{ password1: PASSWORD, password2: PASSWORD, data_policy_accepted: 'on' },
  ...{ autoriza_consulta: 'on', autoriza_compartir: 'on' },
});

import type { User } from '../../../shared/contract/accounts.ts';
import { bogotaDayOf } from '../../../shared/time/colombia.ts';
import { eventually } from '../eventually.ts';
import { inDatabase } from '../system/portal-database.ts';
import type { System } from '../system/system.ts';
import { type Authenticator, enrolApp } from './authenticator.ts';
import { type Client, createClient, newCedula } from './client.ts';
import { createStranger } from './stranger.ts';
import type { Telephones } from './telephone.ts';
import { createVisitor, type Visitor } from './visitor.ts';

/** Somebody whose name, numbers and places nobody else has. */
interface Unmistakable {
  cedula: string;
  nombreCompleto: string;
  /** The one that they register with. */
  firstPhone: string;
  /** The one that they change it to. */
  phone: string;
  /** The one that they name then, and never prove. */
  pendingPhone: string;
  password: string;
  address: string;
  agent: string;
}

interface Around {
  system: System;
  telephones: Telephones;
  person: Unmistakable;
}

const DECIDED = { dataPolicyAccepted: true, lookup: true, sharing: true };

/** Registers with the code that comes, as a program. @returns the client, logged in, and who it is */
export const registerWithCode = async (
  client: Client,
  telephones: Telephones,
  person: { cedula: string; phone: string; nombreCompleto?: string; password?: string; ref?: string },
  headers: Record<string, string> = {},
): Promise<User> => {
  const before = telephones.textsTo(`+57${person.phone}`).length;
  await client.post(
    '/register',
    { nombreCompleto: 'Rosa Prueba', password: 'una-clave-larga', ...person, ...DECIDED },
    headers,
  );
  const code = await telephones.codeTo(`+57${person.phone}`, before);
  const { body } = await client.post<{ user: User }>('/register/confirm', { code }, headers);
  return body.user;
};

/** No code of the same purpose goes so soon after another. */
const letCodesAge = (system: System, userId: string): Promise<unknown> =>
  inDatabase(
    system,
    `update accounts.one_times set created_at = created_at - interval '2 minutes' where user_id = $1`,
    [userId],
  );

/** What they do by their phone: registering, changing it, wanting it changed once more. */
export const liveByPhone = async (
  { system, telephones, person }: Around,
  ref: string,
): Promise<{ client: Client; user: User; visitor: Visitor }> => {
  const client = createClient(system.origin, person.address);
  const { cedula, nombreCompleto, firstPhone, phone, pendingPhone, password, agent } = person;
  const registering = { cedula, nombreCompleto, password, ref, phone: firstPhone };
  const user = await registerWithCode(client, telephones, registering, { 'user-agent': agent });
  const visitor = await createVisitor(system.origin, client.cookie());
  const profile = { nombreCompleto, referralGoal: 10 };
  await visitor.send('/api/v1/me', { ...profile, phone }, 'PATCH');
  await client.post('/me/phone/code');
  await client.post('/me/phone/confirm', { code: await telephones.codeTo(`+57${phone}`) });
  await letCodesAge(system, user.id);
  await visitor.send('/api/v1/me', { ...profile, phone: pendingPhone }, 'PATCH');
  await client.post('/me/phone/code');
  await telephones.codeTo(`+57${pendingPhone}`);
  return { client, user, visitor };
};

/** What is asked about them and by them, and by others about the same cédula. */
export const askAround = async (
  { system, telephones, person }: Around,
  { client, friend, chief }: { client: Client; friend: string; chief: Client },
): Promise<{ open: string }> => {
  const { cedula, nombreCompleto, phone, address, agent } = person;
  const claim = async (fields: Record<string, string>): Promise<void> => {
    const stranger = createStranger(system.origin, { 'x-forwarded-for': address, 'user-agent': agent });
    await stranger.get('/recuperar/reclamar/');
    await stranger.send('/recuperar/reclamar/', { contacto: 'De noche', ...fields });
  };
  const others = { nombre_completo: 'Otra Persona', phone: '3001112233' };
  // By day a message leaves at once, by night it waits for the morning: either way this one is to be put aside.
  telephones.status = 422;
  await claim({ ...others, cedula, pruebas: `La cédula ${cedula} es mía` });
  await claim({ cedula: friend, nombre_completo: nombreCompleto, phone, pruebas: `Soy ${nombreCompleto}` });

  const asked = { kind: 'consulta', topic: 'datos', text: `Soy ${nombreCompleto}, ¿qué tienen de mí?` };
  const { id } = (await client.post<{ id: string }>('/me/requests', asked)).body;
  const answer = { channel: 'portal', text: `Se le respondió a ${nombreCompleto}` };
  await chief.post(`/admin/requests/${id}/answer`, answer);
  const letter = {
    ...{ kind: 'reclamo', topic: 'correccion', channel: 'carta', nombreCompleto, cedula },
    ...{ contact: `Al ${phone}`, text: `La cédula ${cedula} está mal` },
    receivedOn: bogotaDayOf(new Date()),
  };
  const open = (await chief.post<{ id: string }>('/admin/requests', letter)).body.id;
  return { open };
};

/**
 * What waits of them: registrations whose phone is not proven, one of another cédula by themselves, who mistyped it, and one of
 * theirs by somebody else; messages that nobody could send, and one that was put aside.
 */
export const leaveThingsWaiting = async (
  { system, telephones, person }: Around,
  userId: string,
): Promise<void> => {
  const { cedula, nombreCompleto, phone, password, address, agent } = person;
  const register = (who: { cedula: string; nombreCompleto: string; phone: string }) =>
    createClient(system.origin, address).post(
      '/register',
      { ...who, password, ...DECIDED },
      { 'user-agent': agent },
    );
  const states = async (kind: string, state: string): Promise<boolean> =>
    (
      await inDatabase(system, 'select 1 from accounts.messages where kind = $1 and state = $2', [
        kind,
        state,
      ])
    ).length > 0;
  await eventually('a message is put aside', async () => {
    // It may be in somebody's hands at the first look, and waits again then.
    await inDatabase(
      system,
      `update accounts.messages set due_at = now() where kind = 'claim_opened' and state = 'waiting'`,
    );
    return states('claim_opened', 'failed');
  });
  telephones.status = 503;
  await letCodesAge(system, userId);
  await register({ cedula: newCedula('00'), nombreCompleto, phone });
  await register({ cedula, nombreCompleto: 'Otra Persona', phone: '3001112233' });
  await createClient(system.origin, address).post('/recovery', { cedula });
  for (const kind of ['phone_code', 'account_exists', 'recovery_code'])
    await eventually(`${kind} waits`, () => states(kind, 'waiting'));
  telephones.status = 200;
};

/** A second factor, and a login that waits for it. */
export const takeSecondFactor = async (
  { system, person }: Around,
  visitor: Visitor,
): Promise<Authenticator> => {
  const app = await enrolApp(visitor);
  const { cedula, password, agent, address } = person;
  await createClient(system.origin, address).post('/login', { cedula, password }, { 'user-agent': agent });
  return app;
};

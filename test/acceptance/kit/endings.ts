import type { Status } from '../../../shared/contract/census.ts';
import { eventually } from '../../support/eventually.ts';
import { type Client, createClient, hasComeToRest } from '../../support/people/client.ts';

/** How a cédula ends that the simulator answers at once, by its last digits (README.md). */
export const endings: readonly { ending: string; status: Status }[] = [
  { ending: '22', status: 'ACTIVE' },
  { ending: '01', status: 'CANCELLED_DECEASED' },
  { ending: '02', status: 'CANCELLED_OTHER' },
  { ending: '03', status: 'NOT_FOUND' },
  { ending: '11', status: 'ACTIVE' },
];

/** The password of everybody whom these runs invent. */
const password = 'una-clave-larga';

/**
 * Registers one after the other, as a person who gets a 503 does: again, until it is known that it was done.
 *
 * @throws Error when a portal says anything else
 */
export const register = async (origin: string, cedula: string, ref?: string): Promise<Client> => {
  for (let tries = 0; tries < 600; tries += 1) {
    const person = createClient(origin);
    const answer = await person
      .register({ cedula, password, ...(ref === undefined ? {} : { ref }) })
      .catch(() => null);
    if (answer?.status === 201) return person;
    // It was done, and only the answer was cut.
    if (answer?.status === 409 && (await person.login({ cedula, password })).status === 200) return person;
    if (answer !== null && ![409, 429, 502, 503].includes(answer.status))
      throw new Error(`a registration: ${answer.status} ${JSON.stringify(answer.body)}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('a registration: never accepted');
};

/**
 * Waits until these people are answered, as those who load their page again when it did not come.
 *
 * @throws Error when somebody's record came to rest otherwise
 */
export const areAnswered = async (people: readonly Client[]): Promise<void> => {
  for (const person of people)
    await eventually('somebody who waits is ACTIVE', async () => {
      // undici's way to say that the connection was cut.
      const view = await person.census().catch((error: unknown) => {
        if (error instanceof TypeError) return null;
        throw error;
      });
      if (view === null || view.status === 'ACTIVE') return view !== null;
      if (hasComeToRest(view)) throw new Error(`not ACTIVE: ${JSON.stringify(view)}`);
      return false;
    });
};

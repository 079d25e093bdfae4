import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { generateServiceKey } from '../../shared/identity/generate-key.ts';
import { eventually } from '../support/eventually.ts';
import { serversOf } from '../support/faults/faults.ts';
import { createClient, newCedula } from '../support/people/client.ts';
import { inBothModes } from '../support/system/modes.ts';

/** Between two people. */
const PAUSE_MS = 300;

/** Services whose key is exchanged; the others only learn of it. */
const exchanged = ['accounts', 'gateway'];
const everybody = [...exchanged, 'census', 'scraper'];

const kindOf = (role: string): string => role.replace(/-\d+$/, '');

/** Who starts anew, and with what. */
interface Step {
  kinds: readonly string[];
  of(kind: string): Record<string, string>;
}

/**
 * As docs/runbook.md has it: everybody knows both keys, the new one signs, nobody knows the old one.
 *
 * @param told the public keys that everybody knows at first
 */
const steps = (told: string): Step[] => {
  const made = exchanged.map((service) => ({ service, ...generateServiceKey() }));
  const old = told.split(',');
  const added = made.map(({ service, publicKey }) => `${service}:${publicKey}`);
  const kept = old.filter((entry) => !exchanged.some((service) => entry.startsWith(`${service}:`)));
  const own = (kind: string): Record<string, string> => {
    const key = made.find(({ service }) => service === kind);
    return key === undefined ? {} : { SERVICE_KEY: `${kind}:${key.privateKey}` };
  };
  const both = { SERVICE_PUBLIC_KEYS: [...old, ...added].join(',') };
  const onlyNew = { SERVICE_PUBLIC_KEYS: [...kept, ...added].join(',') };
  return [
    { kinds: everybody, of: () => both },
    { kinds: exchanged, of: (kind) => ({ ...both, ...own(kind) }) },
    { kinds: everybody, of: (kind) => ({ ...onlyNew, ...own(kind) }) },
  ];
};

inBothModes(
  'The keys of services',
  'spent',
  (system) => {
    /**
     * People who register, look and enter again, one after the other. What finds a process gone, or a kept connection
     * closed, is tried again, as browsers do; whoever is refused is not.
     *
     * @returns how many came through, and what was refused
     */
    const useUntil = async (isOver: () => boolean): Promise<{ people: number; refused: string[] }> => {
      const refused: string[] = [];
      let people = 0;
      const see = async (
        what: string,
        right: number,
        ask: () => Promise<{ status: number }>,
      ): Promise<void> => {
        const status = await eventually(what, async () => {
          const status = await ask().then(
            (reply) => reply.status,
            () => 503,
          );
          return status === 503 ? null : status;
        });
        if (status !== right) refused.push(`${what}: ${status}`);
      };
      while (!isOver()) {
        let client = createClient(system().origin);
        let cedula = '';
        // A registration that was on its way may have been heard: whoever tries again is somebody else.
        await see('registering', 201, () => {
          client = createClient(system().origin);
          cedula = newCedula('00');
          return client.register({ cedula });
        });
        await see('own data', 200, () => client.get('/me'));
        await see('own answer', 200, () => client.get('/me/census'));
        await see('own page', 200, () =>
          fetch(`${system().origin}/perfil/`, { headers: { cookie: client.cookie() } }),
        );
        await see('logging in', 200, () =>
          createClient(system().origin).login({ cedula, password: 'una-clave-larga' }),
        );
        people += 1;
        // A few a second: the processes that start need the cores too.
        await sleep(PAUSE_MS);
      }
      return { people, refused };
    };

    /** One process of each kind is started with what it is told now, before those that it replaces stop. */
    const roll = async ({ kinds, of }: Step, generation: number): Promise<void> => {
      const replaced = [...system().processes.keys()].filter((role) => kinds.includes(kindOf(role)));
      await Promise.all(kinds.map((kind) => system().start(`${kind}-${generation}0`, of(kind))));
      for (const role of replaced)
        if (kindOf(role) === 'gateway') await system().retire(role);
        else await system().kill(role, 'SIGTERM');
    };

    it('are exchanged while people register, look and log in, and nobody is refused', async () => {
      const earlier = createClient(system().origin);
      await earlier.register({ cedula: newCedula('00') });
      const publicKeys = serversOf(system()).envOf('gateway').SERVICE_PUBLIC_KEYS ?? '';
      let isOver = false;
      const using = useUntil(() => isOver);
      try {
        for (const [index, step] of steps(publicKeys).entries()) await roll(step, index + 1);
      } finally {
        isOver = true;
      }
      const { people, refused } = await using;
      expect(refused).to.deep.equal([]);
      expect(people).to.be.above(2);
      // Sessions are rows, not signatures: nobody has to log in again.
      expect((await earlier.get('/me')).status).to.equal(200);
      expect((await earlier.censusIn(['ACTIVE'])).status).to.equal('ACTIVE');
    });
  },
  ['distributed'],
);

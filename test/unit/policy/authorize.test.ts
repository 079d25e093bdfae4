import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { roles } from '../../../shared/contract/accounts.ts';
import type { Subject } from '../../../shared/contract/subject.ts';
import { isAppError } from '../../../shared/errors.ts';
import { authorize, refusal, rules } from '../../../shared/policy/authorize.ts';

const ME = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';

/** Whom an action may be about; null is nobody who is there. */
const subjects: (Subject | null)[] = [
  null,
  { userId: ME, referrerId: null, coordinatorId: null },
  { userId: OTHER, referrerId: ME, coordinatorId: null },
  { userId: OTHER, referrerId: null, coordinatorId: null },
];
type Action = keyof typeof rules;
const actions = Object.keys(rules) as Action[];

/** What is thrown, or null when nothing is. */
const thrownBy = (work: () => void): unknown => {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
};

const services = join(import.meta.dirname, '../../../services');
/** Every action that a service authorizes. */
const authorized = (): Set<string> =>
  new Set(
    readdirSync(services, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(services, file), 'utf8'))
      .flatMap((text) => [...text.matchAll(/\bauthorize\([^;']*'(\w+)'/g)].map(([, action = '']) => action)),
  );

describe('What is authorized', () => {
  for (const action of actions)
    it(`as ${action} lets pass whom its rule does, and refuses the others in its own sentence`, () => {
      for (const role of roles)
        for (const subject of subjects) {
          const actor = { id: ME, role };
          // An action about nobody in particular does not look at the subject.
          const thrown = thrownBy(() => authorize(actor, action as 'refresh', subject));
          const about = `${role} ${JSON.stringify(subject)}`;
          if (rules[action].may(actor, subject)) expect(thrown, about).to.equal(null);
          else {
            expect(isAppError(thrown), about).to.equal(true);
            const { refusal: message } = rules[action];
            expect(thrown, about).to.include({ code: 'forbidden', status: 403, message });
          }
        }
    });

  it('as a refresh needs somebody who is there', () => {
    const passing = subjects.filter((subject) => rules.refresh.may({ id: ME, role: 'LEADER' }, subject));
    expect(passing).to.deep.equal([subjects[1], subjects[2]]);
  });

  it('is asked for by a service: no rule is dead', () => {
    expect([...authorized()]).to.have.members(actions);
  });

  it('is refused in a sentence of its own', () => {
    const sentences = actions.map((action) => refusal(action).message);
    expect(new Set(sentences)).to.have.property('size', actions.length);
    for (const sentence of sentences) expect(sentence).to.match(/^[A-ZÁÉÍÓÚÑ].+\.$/);
  });
});

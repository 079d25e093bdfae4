import { expect } from 'chai';
import { type Role, roles, type User } from '../../shared/contract/accounts.ts';
import { accessTable, fits, type Row, type Whom, whoms } from '../support/access-table.ts';
import { type Client, createClient, newCedula } from '../support/people/client.ts';
import { type Answer, createVisitor, type Visitor } from '../support/people/visitor.ts';
import { inBothModes } from '../support/system/modes.ts';
import { admin } from '../support/system/system.ts';

interface Member {
  user: User;
  visitor: Visitor;
  ids: Record<Whom, string>;
}

const isAbout = ({ path, body }: Row): boolean => JSON.stringify([path, body ?? '']).includes(':id');

const ask = ({ method, path, body }: Row, visitor: Visitor, userId: string): Promise<Answer> => {
  const fill = <T>(given: T): T => JSON.parse(JSON.stringify(given).replaceAll(':id', userId));
  const address = path.replace(':id', userId).replace(/:[a-zA-Z]+/g, () => crypto.randomUUID());
  if (method === 'GET') return visitor.get(address);
  if (path.startsWith('/api/')) return visitor.send(address, fill(body ?? {}), method);
  return visitor.submit(address, fill(body ?? {}) as Record<string, string>);
};

inBothModes('Roles', null, (system) => {
  const members = new Map<Role, Member>();
  const member = (role: Role): Member => {
    const found = members.get(role);
    if (found === undefined) throw new Error(`nobody is ${role}`);
    return found;
  };
  let chief: Client;

  before('five people, one a role, each with somebody whom they referred', async () => {
    const { origin } = system();
    chief = createClient(origin);
    await chief.login(admin);
    const join = async (ref?: string): Promise<{ client: Client; user: User }> => {
      const client = createClient(origin);
      const given = { cedula: newCedula('00'), ...(ref === undefined ? {} : { ref }) };
      return { client, user: (await client.register(given)).body.user };
    };
    const { client: stranger, user: foreign } = await join();
    await Promise.all(
      roles.map(async (role) => {
        const { client, user } = await join();
        const { client: friend, user: referred } = await join(user.referralCode);
        if (role !== 'USER') {
          const reply = await chief.post(`/admin/users/${user.id}/role`, { role, reason: 'Para la prueba' });
          expect(reply.status, `make a ${role}`).to.equal(200);
        }
        await Promise.all([client, friend, stranger].map((one) => one.censusIn(['ACTIVE'])));
        const ids = {
          own: user.id,
          referred: referred.id,
          foreign: foreign.id,
          missing: crypto.randomUUID(),
        };
        members.set(role, { user, ids, visitor: await createVisitor(origin, client.cookie()) });
      }),
    );
  });

  for (const row of accessTable) {
    it(`${row.method} ${row.path} answers each role as the table says`, async () => {
      const wrong: string[] = [];
      const answer = async (role: Role): Promise<void> => {
        const { visitor, ids } = member(role);
        const expected = row.outcomes[role];
        const answers = new Map<Whom, Answer>();
        for (const whom of isAbout(row) ? whoms : (['own'] as const)) {
          const given = await ask(row, visitor, ids[whom]);
          answers.set(whom, given);
          const allowed = typeof expected === 'string' ? expected : expected[whom];
          // Whom the list goes on showing, and where: not what a role may.
          const outcome = given.outcome.replace(/conserva=[^&#]*&?/, '').replace(/#persona-.*/, '');
          if (!fits(outcome, allowed)) wrong.push(`${role}, ${whom}: ${given.outcome} instead of ${allowed}`);
        }
        // Where both are refused, nobody can tell who exists.
        const [foreign, missing] = [answers.get('foreign'), answers.get('missing')];
        const refused = foreign !== undefined && /^40[34]$/.test(foreign.outcome);
        if (refused && row.path.includes(':id') && foreign.text !== missing?.text)
          wrong.push(`${role}: foreign and missing differ: ${foreign.text} / ${missing?.text}`);
      };
      await Promise.all(roles.map(answer));
      expect(wrong).to.deep.equal([]);
    });
  }

  it('let nobody promote themselves or another but an ADMIN, whatever they send', async () => {
    for (const role of roles) {
      const { visitor, ids, user } = member(role);
      const wanted = { role: 'ADMIN', reason: 'Porque quiero' };
      for (const userId of role === 'ADMIN' ? [ids.own] : [ids.own, ids.referred, ids.foreign]) {
        const replies = [
          await visitor.send(`/api/v1/admin/users/${userId}/role`, wanted),
          await visitor.submit(`/admin/usuarios/${userId}/rol/`, wanted),
        ];
        expect(replies.map(({ outcome }) => outcome)).to.deep.equal(['403', '403']);
      }
      const { body } = await chief.get<{ user: User }>(`/admin/users/${user.id}`);
      expect(body.user.role).to.equal(role);
    }
  });

  it('offer each in the menu what they may open', async () => {
    const places = {
      '/referidos/': 'Referidos',
      '/admin/consultas/': 'Consultas',
      '/admin/usuarios/': 'Usuarios',
    };
    for (const role of roles) {
      const { visitor } = member(role);
      const { text } = await visitor.get('/perfil/');
      for (const path of Object.keys(places)) {
        const { outcome } = await visitor.get(path);
        expect(text.includes(`href="${path}"`), `${role} ${path}`).to.equal(outcome === '200');
      }
    }
  });
});

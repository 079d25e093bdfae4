import Router from '@koa/router';
import { expect } from 'chai';
import type { Ctx, Extension, State } from '../../../../services/gateway/context.ts';
import { createRouteIndex } from '../../../../services/gateway/web/route-index.ts';

describe('The index of the portal’s addresses', () => {
  const router = () => new Router<State, Extension>();
  const heard: string[] = [];
  const hears = (name: string) => async () => void heard.push(name);
  const [people, lists] = [router(), router()];
  people
    .get('/perfil/', hears('profile'))
    .post('/perfil/', hears('saved'))
    .get('/gente/:id/', hears('person'));
  lists.get('/referidos/', hears('list')).get('/gente/todos/', hears('everybody'));
  const index = createRouteIndex([people, lists]);
  /** What hears of it, and what is left for the routers behind. */
  const ask = async (method: string, path: string): Promise<string[]> => {
    heard.length = 0;
    await index.route({ method, path, request: {} } as Ctx, hears('others'));
    return [...heard];
  };

  it('leads to the room whose address it is', async () => {
    expect(await ask('GET', '/referidos/')).to.deep.equal(['list']);
    expect(await ask('POST', '/perfil/')).to.deep.equal(['saved']);
  });

  it('leaves to all rooms, in their order, what is no fixed address, or might be two rooms’', async () => {
    for (const path of ['/gente/7/', '/gente/todos/', '/nada/', '/PERFIL/'])
      expect(await ask('GET', path), path).to.deep.equal(['others']);
  });

  it('leaves to the others what its room does not take', async () => {
    expect(await ask('DELETE', '/perfil/')).to.deep.equal(['others']);
  });

  it('knows an address as it is written only', () => {
    const given = ['/perfil/', '/gente/7/', '/perfil', '/PERFIL/', '//perfil/', '/gente/7', '/'];
    expect(given.filter((path) => index.isOurs('GET', path))).to.deep.equal(['/perfil/', '/gente/7/']);
    expect(index.isOurs('POST', '/referidos/')).to.equal(false);
  });
});

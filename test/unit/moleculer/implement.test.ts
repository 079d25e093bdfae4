import { expect } from 'chai';
import type { Context } from 'moleculer';
import { AppError } from '../../../shared/errors.ts';
import { type Handlers, implement } from '../../../shared/moleculer/implement.ts';
import { failureOf } from '../../support/failures.ts';

const address = async () => ({ consultacenso: 'http://a.test/', wsp: 'http://b.test/' });
const context = { params: {} } as Context<unknown>;

describe('the actions of a service', () => {
  it('answer by the handler of their name', async () => {
    const { name, actions } = implement('simulator', { address });
    expect(name).to.equal('simulator');
    expect(Object.keys(actions)).to.deep.equal(['address']);
    expect(await actions.address?.(context)).to.deep.equal(await address());
  });

  it('answer null when their handler returns nothing, and need not say so where the contract has nothing else', async () => {
    const handlers = { logout: async () => {} } satisfies Partial<Handlers<'accounts'>>;
    // @ts-expect-error: the other handlers are missing
    const { actions } = implement('accounts', handlers);
    expect(await actions.logout?.(context)).to.equal(null);
    // @ts-expect-error: where there may be an answer, not to have one is said
    ({ session: async () => {} }) satisfies Partial<Handlers<'accounts'>>;
  });

  it('do not compile without one of the contract, with another, or with another answer', () => {
    // @ts-expect-error: a handler is missing
    implement('simulator', {});
    // @ts-expect-error: the contract has no such action
    implement('simulator', { address, again: address });
    // @ts-expect-error: the answer lacks an address
    implement('simulator', { address: async () => ({ wsp: 'http://b.test/' }) });
  });

  it('say that their database is away', async () => {
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const { actions } = implement('simulator', { address: () => Promise.reject(away) });
    const failure = await failureOf(actions.address?.(context) ?? Promise.resolve());
    expect(failure).to.be.instanceOf(AppError).with.property('status', 503);
  });
});

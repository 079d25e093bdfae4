import { expect } from 'chai';
import { z } from 'zod';
import { leniently, nextPage } from '../../../../services/gateway/web/query.ts';

const rule = z.object({
  q: z.string().max(5, 'Es demasiado largo.').default(''),
  sort: z.enum(['recent', 'name']).default('recent'),
  id: z.uuid().optional(),
});

describe('What an address bar asks', () => {
  it('is what the rule says, and nothing else', () => {
    const id = crypto.randomUUID();
    expect(leniently(rule, { q: 'ana', sort: 'name', id, other: 'x' })).to.deep.equal({
      q: 'ana',
      sort: 'name',
      id,
    });
  });

  it('is as if it were not asked where it does not fit, and leaves the rest', () => {
    expect(leniently(rule, { q: 'too long', sort: 'size', id: 'nobody' })).to.deep.equal({
      q: '',
      sort: 'recent',
      id: undefined,
    });
    expect(leniently(rule, { q: 'ana', sort: '' })).to.deep.include({ q: 'ana', sort: 'recent' });
  });

  it('is the first of several values', () => {
    expect(leniently(rule, { q: ['ana', 'beto'], sort: ['size', 'name'] })).to.deep.include({
      q: 'ana',
      sort: 'recent',
    });
  });
});

describe('The address of the next page of a list', () => {
  it('asks for what this one did, and goes on', () => {
    expect(nextPage('/lista/', { q: 'ana b', role: undefined, sort: '' }, 'c=1')).to.equal(
      '/lista/?q=ana+b&cursor=c%3D1',
    );
  });

  it('is none after the last', () => {
    expect(nextPage('/lista/', { q: 'ana' }, null)).to.equal(null);
  });
});

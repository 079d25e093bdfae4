import { randomUUID } from 'node:crypto';
import { parse } from 'node:querystring';
import { expect } from 'chai';
import {
  allowedQuery,
  apiQuery,
  everybodyQuery,
  keptIds,
  listAddress,
  pageQuery,
  type ReferralQuery,
} from '../../../../services/gateway/filter/query.ts';
import { packId } from '../../../../shared/person/packed-id.ts';
import { refusalOf } from '../../../support/failures.ts';

const queryAt = (address: string): ReferralQuery => pageQuery(parse(address.split('?')[1] ?? ''));

describe('The address of a list of referrals', () => {
  const leaderId = '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11';

  it('has only what differs from the list as it is anyway', () => {
    expect(listAddress({ status: 'todos', q: '', sort: 'recent' })).to.equal('/referidos/');
    expect(listAddress({ status: 'errores', q: 'peña & ávila', leaderId })).to.equal(
      `/referidos/?status=errores&q=pe%C3%B1a+%26+%C3%A1vila&lider=${leaderId}`,
    );
  });

  it('reads as what it was made from', () => {
    const query = { status: 'novedades', q: 'ñ=1&x', sort: 'name', cursor: 'abc', leaderId } as const;
    expect(queryAt(listAddress(query))).to.deep.equal(query);
  });

  it('names a place with what is around it, else none, and forgets the puesto of another municipio', async () => {
    const place = { municipio: 'LA UNION, NARIÑO', puesto: 'IE UNO', mesa: '7' };
    const list = { status: 'todos', q: '', sort: '-mesa' } as const;
    expect(queryAt(listAddress({ ...list, ...place }))).to.deep.equal({ ...list, ...place });
    expect(pageQuery({ puesto: 'IE UNO', mesa: '7' })).to.deep.equal(pageQuery({}));
    expect(pageQuery({ ...place, puesto: '' })).to.deep.equal(pageQuery({ municipio: place.municipio }));
    expect(pageQuery({ ...place, de: 'NEIVA, HUILA' })).to.deep.equal(
      pageQuery({ municipio: place.municipio }),
    );
    expect(pageQuery({ ...place, de: place.municipio })).to.deep.equal(pageQuery(place));
    const refused = await refusalOf(Promise.resolve().then(() => apiQuery({ puesto: 'IE UNO' })));
    expect(refused.fields).to.have.all.keys('puesto');
    const many = await refusalOf(Promise.resolve().then(() => everybodyQuery({ mesa: '7', municipio: 'X' })));
    expect(many).to.include({ status: 400 });
  });

  it('asks for nothing when it has nonsense', () => {
    const query = queryAt('/referidos/?status=x&sort=constructor&lider=y&aviso=masiva');
    expect(query).to.deep.equal({ status: 'todos', q: '', sort: 'recent' });
  });
});

describe('Those whom an open list names, so that they stay', () => {
  it('are read packed, and whole, as pages have them that were opened before', () => {
    const [ana, luz] = [randomUUID(), randomUUID()];
    expect(keptIds({ conserva: `${packId(ana)}.${packId(luz)}.nobody` })).to.deep.equal([ana, luz]);
    expect(keptIds({ conserva: `${ana},${luz}` })).to.deep.equal([ana, luz]);
    expect(keptIds({ conserva: [ana] })).to.deep.equal([]);
  });

  it('fit into an address that a proxy passes on, as many as are kept', () => {
    const ids = Array.from({ length: 250 }, () => randomUUID());
    expect(keptIds({ conserva: ids.map(packId).join('.') })).to.deep.equal(ids.slice(0, 200));
    expect(ids.slice(0, 200).map(packId).join('.').length).to.be.lessThan(5_000);
  });
});

describe('A program that asks for a list of referrals', () => {
  it('gets 25 at a time, and the LEADER by the name that the API has', () => {
    const leaderId = '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11';
    const asked = { status: 'todos', q: '', sort: 'recent' };
    expect(apiQuery({ lider: leaderId })).to.deep.equal({ ...asked, limit: 25 });
    expect(apiQuery({ leaderId, limit: '100' })).to.deep.equal({ ...asked, leaderId, limit: 100 });
  });

  it('hears of every mistake, where the address of a page asks for nothing', async () => {
    const wrong = {
      status: 'nada',
      sort: 'nada',
      cursor: 'x'.repeat(2_001),
      leaderId: 'nadie',
      limit: '101',
    };
    const { code, status, fields } = await refusalOf(Promise.resolve().then(() => apiQuery(wrong)));
    expect({ code, status }).to.deep.equal({ code: 'validation', status: 400 });
    expect(fields).to.have.all.keys(Object.keys(wrong));
    expect(pageQuery(wrong)).to.deep.equal({ status: 'todos', q: '', sort: 'recent' });
  });
});

describe('What somebody may ask for of a list of referrals', () => {
  const id = '3f0c6a52-0d6f-4c0e-9f53-6a1f0f0b8a11';
  const asked = pageQuery({ lider: id, status: 'errores' });

  it('is their own list when they name themselves', () => {
    expect(allowedQuery({ id, role: 'COORDINATOR' }, asked)).to.deep.equal(pageQuery({ status: 'errores' }));
    expect(allowedQuery({ id: randomUUID(), role: 'COORDINATOR' }, asked)).to.deep.equal(asked);
  });

  it('is everybody for a role that does not see how lookups went', () => {
    expect(allowedQuery({ id, role: 'USER' }, asked)).to.deep.equal(pageQuery({}));
    const place = pageQuery({ municipio: 'NEIVA, HUILA', puesto: 'IE UNO', sort: 'puesto' });
    expect(allowedQuery({ id, role: 'USER' }, place)).to.deep.equal(pageQuery({}));
  });
});

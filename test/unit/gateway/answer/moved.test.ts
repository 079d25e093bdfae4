import { expect } from 'chai';
import { presentMoved } from '../../../../services/gateway/answer/moved.ts';
import type { Answer, PlaceMove } from '../../../../shared/contract/census.ts';
import { NOW } from '../support/views.ts';

const PLACE = {
  ...{ departamento: 'TOLIMA', municipio: 'VILLA ESPERANZA', puesto: 'IE LA ESPERANZA' },
  ...{ direccion: 'CL 12 # 3-4', mesa: '7' },
};
const ANSWER = { kind: 'active', ...PLACE } as const;

const said = (before: Partial<typeof PLACE>, isOwn = true, change: Partial<PlaceMove> = {}) => {
  const [from, at] = [{ ...PLACE, ...before }, '2026-05-31T14:00:00.000Z'];
  const move = { from, fromAt: at, changedAt: at, isNews: true, isUnseen: isOwn, ...change };
  return presentMoved(move, ANSWER, isOwn, NOW);
};

describe('That a place is another than before', () => {
  it('is said as what it was and what it is, with capitals', () => {
    expect(said({ puesto: 'COLISEO MUNICIPAL', mesa: '12' })?.text).to.equal(
      'Su puesto cambió: antes Coliseo Municipal, mesa 12, ahora IE La Esperanza, mesa 7.',
    );
  });

  it('names no more than what changed', () => {
    expect(said({ mesa: '12' })?.text).to.equal('Su mesa cambió: antes la 12, ahora la 7.');
    expect(said({ direccion: 'KR 8 # 1-2' })?.text).to.equal(
      'La dirección de su puesto cambió: antes Kr 8 # 1-2, ahora Cl 12 # 3-4.',
    );
  });

  it('names the town where that is another', () => {
    expect(said({ municipio: 'NEIVA', departamento: 'HUILA' })?.text).to.equal(
      'Su puesto cambió: antes IE La Esperanza, mesa 7, Neiva, ahora IE La Esperanza, mesa 7, Villa Esperanza.',
    );
  });

  it('is said to who leads them of the person', () => {
    expect(said({ mesa: '12' }, false)?.text).to.equal('La mesa cambió: antes la 12, ahora la 7.');
    expect(said({ puesto: 'COLISEO' }, false)?.text).to.match(/^El puesto cambió: antes Coliseo/);
  });

  it('has its date', () => {
    expect(said({ mesa: '12' })?.since.replaceAll('\u00a0', ' ')).to.equal(
      'Lo encontramos hoy a las 9:00 a. m.',
    );
  });

  it('is not said once it is no news, of no change, and where the answer is no place', () => {
    expect(said({ mesa: '12' }, true, { isNews: false })).to.equal(null);
    const none: Answer = { kind: 'not_found' };
    for (const move of [null, undefined]) expect(presentMoved(move, ANSWER, true, NOW)).to.equal(null);
    const [from, at] = [PLACE, '2026-05-31T14:00:00.000Z'];
    const move = { from, fromAt: at, changedAt: at, isNews: true, isUnseen: true };
    expect(presentMoved(move, none, true, NOW)).to.equal(null);
  });
});

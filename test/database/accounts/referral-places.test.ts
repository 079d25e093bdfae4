import { expect } from 'chai';
import { addPlaces, copyStatuses } from '../../../services/accounts/catch-up/copy-statuses.ts';
import { countByFilter } from '../../../services/accounts/referrals/numbers.ts';
import { listReferralIds } from '../../../services/accounts/referrals/referral-ids.ts';
import { PLACES_MOST, type PlaceChoice, type ReferralSort } from '../../../shared/contract/accounts.ts';
import type { Status } from '../../../shared/contract/census.ts';
import type { PlaceKey } from '../../../shared/place/municipio-key.ts';
import { refusalOf } from '../../support/failures.ts';
import { useDatabase } from '../../support/servers/postgres.ts';
import { at } from '../support/clock.ts';
import { useLeader } from './support/leader.ts';
import { actorOf, createPerson } from './support/people.ts';
import { anyText } from './support/policy.ts';

const NEIVA = 'NEIVA, HUILA';
const UNION = 'LA UNION, NARIÑO';
const place = (municipio: string, puesto: string, mesa: string): PlaceKey => ({ municipio, puesto, mesa });

describe('A list of referrals by where they vote', () => {
  const database = useDatabase('accounts');
  const { leader, refer, list } = useLeader(database, at(1_000));

  const tell = (userId: string, told: { place?: PlaceKey | null; status?: Status; version?: number }) =>
    copyStatuses(database.fork(), [{ userId, status: 'ACTIVE', version: 1, ...told }]);
  /** Somebody with an answer there. */
  const voter = async (nombreCompleto: string, where: PlaceKey | null, status: Status = 'ACTIVE') => {
    const { id } = await refer({ nombreCompleto });
    await tell(id, { place: where, status });
    return id;
  };
  const names = async (given: Parameters<typeof list>[0]) =>
    (await list(given)).items.map(({ nombreCompleto }) => nombreCompleto);

  /** Seven people in two municipios, one of whom waits, one of whom failed after an answer. */
  const fill = async () => {
    await voter('Eva', place(NEIVA, 'IE SEDE 10', '2'));
    await voter('Ana', place(NEIVA, 'IE SEDE 2', '10'));
    await voter('Luz', place(NEIVA, 'IE SEDE 2', '9'));
    await voter('Ada', place(NEIVA, 'IE SEDE 2', '9'), 'TIMEOUT');
    await voter('Noé', place(UNION, 'IE SEDE 2', '1'));
    await voter('Ivo', null, 'PENDING');
  };

  const orders: Partial<Record<ReferralSort, string[]>> = {
    municipio: ['Noé', 'Ada', 'Luz', 'Ana', 'Eva', 'Ivo'],
    puesto: ['Noé', 'Ada', 'Luz', 'Ana', 'Eva', 'Ivo'],
    mesa: ['Noé', 'Eva', 'Ada', 'Luz', 'Ana', 'Ivo'],
    estado: ['Ana', 'Eva', 'Luz', 'Noé', 'Ada', 'Ivo'],
    name: ['Ada', 'Ana', 'Eva', 'Ivo', 'Luz', 'Noé'],
  };
  it('is sorted as people count, with who has no place at the end, and turned round', async () => {
    await fill();
    for (const [sort, expected] of Object.entries(orders)) {
      expect(await names({ sort: sort as ReferralSort }), sort).to.deep.equal(expected);
      expect(await names({ sort: `-${sort}` as ReferralSort }), `-${sort}`).to.deep.equal(
        expected.toReversed(),
      );
    }
  });

  it('goes on behind somebody without a place, and from the end back', async () => {
    for (const name of ['Uno', 'Dos', 'Tres']) await voter(name, null, 'PENDING');
    await voter('Cero', place(NEIVA, 'IE', '1'));
    const first = await list({ sort: 'municipio', limit: 2 });
    const second = await list({ sort: 'municipio', limit: 2, cursor: first.next ?? '' });
    expect([...first.items, ...second.items].map(({ nombreCompleto }) => nombreCompleto)).to.deep.equal([
      ...['Cero', 'Dos', 'Tres', 'Uno'],
    ]);
    const back = await list({ sort: 'municipio', limit: 2, back: true, cursor: second.previous ?? '' });
    expect(back.items).to.deep.equal(first.items);
  });

  it('is narrowed to a municipio, a puesto of it and a mesa of that, with status and search', async () => {
    await fill();
    const at = { municipio: NEIVA, puesto: 'IE SEDE 2' };
    expect(await names({ municipio: NEIVA, sort: 'name' })).to.deep.equal(['Ada', 'Ana', 'Eva', 'Luz']);
    expect(await names({ ...at, sort: 'name' })).to.deep.equal(['Ada', 'Ana', 'Luz']);
    expect(await names({ ...at, mesa: '9', sort: 'name' })).to.deep.equal(['Ada', 'Luz']);
    expect(await names({ ...at, mesa: '9', status: 'encontrados' })).to.deep.equal(['Luz']);
    expect(await names({ ...at, q: 'an' })).to.deep.equal(['Ana']);
    expect(await names({ municipio: 'NEIVA' })).to.deep.equal([]);
  });

  it('says by which places it can be narrowed on, and how many each has, also of a status or a search', async () => {
    await fill();
    const counted = async (given: Parameters<typeof list>[0]) => {
      const { places, counts } = await list({ counts: true, ...given });
      const short = Object.entries<PlaceChoice>({ ...places }).map(([kind, { places: found }]) => [
        kind,
        found.map(({ place, people }) => `${place} ${people}`),
      ]);
      return { ...Object.fromEntries(short), todos: counts?.todos, errores: counts?.errores };
    };
    const municipios = ['NEIVA, HUILA 4', 'LA UNION, NARIÑO 1'];
    const of = { puestos: [], mesas: [], todos: 6, errores: 1 };
    expect(await counted({})).to.deep.equal({ ...of, municipios });
    expect(await counted({ municipio: NEIVA, puesto: 'IE SEDE 2' })).to.deep.equal({
      ...{ municipios, puestos: ['IE SEDE 2 3', 'IE SEDE 10 1'], mesas: ['9 2', '10 1'] },
      ...{ todos: 3, errores: 1 },
    });
    expect(await counted({ status: 'errores', municipio: NEIVA })).to.deep.equal({
      ...{ municipios: ['NEIVA, HUILA 1'], puestos: ['IE SEDE 2 1'], mesas: [], todos: 4, errores: 1 },
    });
    expect(await counted({ q: 'a', municipio: NEIVA })).to.deep.equal({
      ...{ municipios: ['NEIVA, HUILA 3'], puestos: ['IE SEDE 2 2', 'IE SEDE 10 1'], mesas: [] },
      ...{ todos: 3, errores: 1 },
    });
  });

  it('offers the places of most people, the chosen one too, and says how many more there are', async () => {
    const id = await voter('Ana', place('A', 'B', '1'));
    await database.query(
      `insert into accounts.referral_places select $1, '', 'M' || n, 'encontrados', 2 from generate_series(1, 70) n`,
      [leader.id],
    );
    const { places } = await list({ counts: true, municipio: 'A' });
    expect(places?.municipios.places).to.have.lengthOf(PLACES_MOST + 1);
    expect(places?.municipios.places.at(-1)).to.deep.equal({ place: 'A', people: 1 });
    expect(places?.municipios.others).to.equal(10);
    await tell(id, { place: null, version: 2, status: 'NOT_FOUND' });
    const gone = await list({ counts: true, municipio: 'A' });
    expect(gone.places?.municipios.places.at(-1)).to.deep.equal({ place: 'A', people: 0 });
  });

  it('counts and takes those of a place alone, where many are meant', async () => {
    await fill();
    const actor = actorOf(leader);
    const counts = await countByFilter(database.fork(), anyText, { actor, q: '', municipio: NEIVA });
    expect(counts).to.deep.equal({ todos: 4, pendientes: 0, encontrados: 3, novedades: 0, errores: 1 });
    const { ids } = await listReferralIds(database.fork(), anyText, {
      ...{ actor, status: 'todos', q: '', limit: 10, municipio: NEIVA, puesto: 'IE SEDE 10' },
    });
    expect(ids).to.have.lengthOf(1);
  });

  it('is not sorted or narrowed by it for who may not see it, nor told to them', async () => {
    const user = await createPerson(database.fork());
    const asked = { actor: actorOf(user), counts: true };
    for (const given of [{ municipio: NEIVA }, { sort: 'mesa' }, { sort: '-estado' }] as const)
      expect(await refusalOf(list({ ...asked, ...given }))).to.include({ code: 'forbidden' });
    expect(
      await refusalOf(countByFilter(database.fork(), anyText, { ...asked, q: '', municipio: NEIVA })),
    ).to.include({
      code: 'forbidden',
    });
    expect((await list(asked)).places).to.equal(null);
  });

  it('forgets the place with the status, by whichever release', async () => {
    const id = await voter('Ana', place(NEIVA, 'IE', '1'));
    await database.query('update accounts.users set census_status = null where id = $1', [id]);
    expect(await names({ municipio: NEIVA })).to.deep.equal([]);
    expect((await list({ counts: true })).places?.municipios.places).to.deep.equal([]);
  });

  it('keeps the place when an earlier release of the census tells of a change, and gets those that it never told', async () => {
    const [ana, eva] = [
      await voter('Ana', place(NEIVA, 'IE', '1')),
      (await refer({ nombreCompleto: 'Eva' })).id,
    ];
    await tell(ana, { version: 2, status: 'PROCESSING' });
    await tell(eva, { version: 4 });
    expect(await names({ municipio: NEIVA })).to.deep.equal(['Ana']);

    const walked = { status: 'ACTIVE', place: place(NEIVA, 'IE', '2') } as const;
    await addPlaces(database.fork(), [
      { ...walked, userId: eva, version: 3 },
      { ...walked, userId: ana, version: 2 },
    ]);
    expect(await names({ municipio: NEIVA })).to.deep.equal(['Ana']);
    await addPlaces(database.fork(), [{ ...walked, userId: eva, version: 4 }]);
    expect(await names({ municipio: NEIVA, sort: 'mesa' })).to.deep.equal(['Ana', 'Eva']);
  });
});

import { expect } from 'chai';
import { routersOf } from '../../../services/gateway/app.ts';
import type { StreamHub } from '../../../services/gateway/live/hub.ts';
import { accessTable, exempt } from '../../support/access-table.ts';

/** Routes are listed, none is called. */
const hub = {} as StreamHub;

const routes = routersOf(hub, false)
  .flatMap((router) => router.stack)
  .flatMap(({ methods, path }) =>
    methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${path}`),
  );

describe('The table of who may do what', () => {
  const rows = accessTable.map(({ method, path }) => `${method} ${path.split('?')[0]}`);

  it('has a row for every route of the portal', () => {
    expect(routes).to.have.lengthOf.greaterThan(40);
    expect(routes.filter((route) => !rows.includes(route) && !exempt.includes(route))).to.deep.equal([]);
  });

  it('has no row for a route that is gone', () => {
    expect([...rows, ...exempt].filter((row) => !routes.includes(row))).to.deep.equal([]);
  });
});

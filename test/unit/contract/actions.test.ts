import { expect } from 'chai';
import { actions } from '../../../shared/contract/actions.ts';

describe('The contract', () => {
  it('takes a whole voting place only', () => {
    const place = {
      kind: 'active',
      departamento: 'TOLIMA',
      municipio: 'VILLA ESPERANZA',
      puesto: 'ESC RURAL EL ROBLE',
      direccion: 'VDA EL ROBLE',
      mesa: '3',
    };
    const leaseId = '22222222-2222-4222-8222-222222222222';
    const rule = actions['census.complete'].params;
    const takes = (outcome: object) => rule.safeParse({ leaseId, outcome, source: 'wsp' }).success;
    expect(takes(place)).to.equal(true);
    for (const field of ['departamento', 'municipio', 'puesto', 'direccion', 'mesa']) {
      expect(takes({ ...place, [field]: ' ' }), `empty ${field}`).to.equal(false);
      expect(takes({ ...place, [field]: undefined }), `no ${field}`).to.equal(false);
      expect(takes({ ...place, [field]: 'x'.repeat(301) }), `long ${field}`).to.equal(false);
    }
  });

  it('reads every list of referrals with its defaults', () => {
    const ip = '127.0.0.1';
    expect(actions['accounts.referrals'].params.parse({ ip })).to.deep.equal({
      ip,
      counts: false,
      status: 'todos',
      q: '',
      sort: 'recent',
      limit: 25,
    });
  });
});

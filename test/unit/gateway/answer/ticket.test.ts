import { expect } from 'chai';
import { mapLinks } from '../../../../services/gateway/answer/map-links.ts';
import { presentTicket } from '../../../../services/gateway/answer/ticket.ts';

const PLACE = {
  ...{ departamento: 'TOLIMA', municipio: 'IBAGUE', puesto: 'IE LA ESPERANZA SEDE 2' },
  ...{ direccion: 'CL 12 No. 34-56', mesa: '3' },
};

describe('The ticket of a voting place', () => {
  it('is written as people write, and leads to the official words on a map', () => {
    const { share: _, ...ticket } = presentTicket(PLACE, true);
    expect(ticket).to.deep.equal({
      ...{
        puesto: 'IE La Esperanza Sede 2',
        mesa: '3',
        direccion: 'Cl 12 No. 34-56',
        where: 'Ibagué, Tolima',
      },
      map: mapLinks(PLACE),
    });
  });

  it('says a town once that is its own departamento, and abroad the country alone', () => {
    const bogota = { departamento: 'BOGOTA D.C.', municipio: 'BOGOTA D.C.' };
    expect(presentTicket({ ...PLACE, ...bogota }, true).where).to.equal('Bogotá D.C.');
    const abroad = { departamento: 'CONSULADOS', municipio: 'ESPAÑA' };
    expect(presentTicket({ ...PLACE, ...abroad }, true).where).to.equal('España');
  });

  it('is handed on by whom it is of, with all that it says, and by nobody else', () => {
    const { share } = presentTicket(PLACE, true);
    const text = 'Mi puesto de votación: IE La Esperanza Sede 2, mesa 3. Cl 12 No. 34-56, Ibagué, Tolima.';
    expect(share).to.include({ text, url: mapLinks(PLACE).place });
    expect(new URL(share?.whatsapp ?? '').searchParams.get('text')).to.equal(`${text} ${share?.url}`);
    expect(presentTicket(PLACE, false).share).to.equal(null);
  });
});

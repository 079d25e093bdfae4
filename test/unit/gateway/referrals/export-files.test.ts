import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import { columnsFor } from '../../../../services/gateway/referrals/export/columns.ts';
import type { ExportRow } from '../../../../services/gateway/referrals/export/walk.ts';
import { writeXlsx } from '../../../../services/gateway/referrals/export/xlsx.ts';
import { writeCsv } from '../../../../services/gateway/table/csv.ts';
import { skipBecause } from '../../../support/skip.ts';
import { oneByOne, row } from './export/rows.ts';

const run = promisify(execFile);
const all = columnsFor(true);
const HOSTILE = '=HYPERLINK("http://example.invalid";"Ana")';

const csvOf = (rows: ExportRow[], columns = all) => new Response(writeCsv(columns, oneByOne(rows))).text();
const bytesOf = async (rows: ExportRow[]) =>
  new Uint8Array(await new Response(writeXlsx(all, oneByOne(rows))).arrayBuffer());
const at = (cells: readonly unknown[] | undefined, header: RegExp) =>
  cells?.[all.findIndex((column) => header.test(column.header))];

describe('A CSV file', () => {
  const tableOf = async (rows: ExportRow[]) =>
    parseCsv(await csvOf(rows), { delimiter: ';', typeInference: false });

  it('begins with the mark of UTF-8, and ends each line as Excel does', async () => {
    const bytes = new Uint8Array(await new Response(writeCsv(all, oneByOne([row()]))).arrayBuffer());
    expect([...bytes.slice(0, 3)]).to.deep.equal([0xef, 0xbb, 0xbf]);
    const text = new TextDecoder().decode(bytes);
    expect(text.split('\r\n')).to.have.lengthOf(2);
    expect(text.replaceAll('\r\n', '')).not.to.match(/[\r\n]/);
  });

  it('keeps quotes, semicolons and accents in their cell, and moments in Colombia’s time', async () => {
    const [, cells] = await tableOf([row({ nombreCompleto: 'Óscar Ñáñez' })]);
    expect(at(cells, /^Nombre/)).to.equal('Óscar Ñáñez');
    expect(at(cells, /^Puesto$/)).to.equal('I.E. "La Inventada"; Sede 2');
    expect(at(cells, /^Puesto oficial/)).to.equal('I.E. "LA INVENTADA"; SEDE 2');
    expect(at(cells, /^Mesa/)).to.equal('007');
    expect(at(cells, /^Registro/)).to.equal('2026-03-01 23:59');
  });

  it('writes places as people do, with the official words in columns of their own, and where somebody voted before', async () => {
    const moved = {
      departamento: 'HUILA',
      municipio: 'NEIVA',
      puesto: 'COLISEO',
      direccion: 'KR 1',
      mesa: '3',
    };
    const move = {
      ...{ from: moved, fromAt: '2026-02-01T13:00:00.000Z', changedAt: '2026-03-02T13:00:00.000Z' },
      ...{ isNews: false, isUnseen: false },
    };
    const [, cells, still] = await tableOf([row({}, { move }), row({}, { move: null })]);
    const said = [/^Municipio$/, /^Municipio oficial/, /^Departamento oficial/, /^Dirección oficial/];
    expect(said.map((header) => at(cells, header))).to.deep.equal([
      ...['El Peñol', 'EL PEÑOL', 'ANTIOQUIA', 'CR 10 # 20-30'],
    ]);
    expect(at(cells, /^Puesto anterior/)).to.equal('Coliseo, mesa 3, Neiva');
    expect(at(cells, /^Cambio de puesto/)).to.equal('2026-03-02 08:00');
    expect([/^Puesto anterior/, /^Cambio de puesto/].map((header) => at(still, header))).to.deep.equal([
      '',
      '',
    ]);
  });

  it('says since which day somebody disputes their data', async () => {
    const disputed = row();
    disputed.user.disputedSince = '2026-02-27';
    const [, cells, other] = await tableOf([disputed, row()]);
    expect([at(cells, /^Reclamo/), at(other, /^Reclamo/)]).to.deep.equal(['2026-02-27', '']);
  });

  it('has one line a person, whatever a text holds', async () => {
    const text = await csvOf([row({ nombreCompleto: 'Ana\r\nMaría\u2028\tLuz' }), row()]);
    expect(text.split('\n')).to.have.lengthOf(3);
    expect(text).to.contain('"Ana María Luz"');
  });

  it('has no formula, be it in a name or in an answer', async () => {
    const answer = { kind: 'cancelled', novedad: ' =1+1', resolucion: '＝1', fechaNovedad: '-' } as const;
    const [, cells] = await tableOf([row({ nombreCompleto: HOSTILE }, { answer })]);
    expect(at(cells, /^Nombre/)).to.equal(`'${HOSTILE}`);
    expect([/^Novedad/, /^Resol/, /^Fecha/].map((header) => at(cells, header))).to.deep.equal([
      "' =1+1",
      "'＝1",
      "'-",
    ]);
  });

  it('quotes every cell, so that a comma makes no cell of its own in a program that expects commas', async () => {
    const text = await csvOf([row({ nombreCompleto: 'Ana,=1+1' })]);
    expect(text).to.contain('"Ana,=1+1"');
  });

  it('has only its header when there is nobody, and neither phone nor census for whoever may not read it', async () => {
    expect(await tableOf([])).to.deep.equal([all.map(({ header }) => header)]);
    const [header, ...rest] = parseCsv(await csvOf([row()], columnsFor(false)), { delimiter: ';' });
    expect(header).to.deep.equal(['Nombre', 'Cédula', 'Registro (hora de Colombia)']);
    expect(rest[0]).to.have.lengthOf(3);
  });

  it('says of those without a record yet that they wait, and of failures why', async () => {
    const [, none, failed] = await tableOf([
      row({}, null),
      row({}, { status: 'BLOCKED', error: 'blocked', answer: null, answeredAt: null }),
    ]);
    expect(at(none, /^Estado/)).to.equal('Verificando');
    expect([/^Estado/, /^Falla/, /^Última/].map((header) => at(failed, header))).to.deep.equal([
      'Bloqueada',
      'La página rechazó la consulta',
      '',
    ]);
  });
});

describe('A phone in a file', () => {
  it('is written as its country writes it, and a plus is no formula', async () => {
    const phones = ['+573107654321', '+576012345678', '+12133734253', '0012345678'];
    const rows = phones.map((phone) => row({ phone }));
    const { sheets } = await readXlsx(await bytesOf(rows));
    const shown = ['310 765 4321', '601 234 5678', '+1 213 373 4253', '0012345678'];
    expect(sheets[0]?.rows.slice(1).map((cells) => at(cells, /^Celular/))).to.deep.equal(shown);
    const lines = parseCsv(await csvOf(rows), { delimiter: ';', typeInference: false });
    expect(lines.slice(1).map((cells) => at(cells, /^Celular/))).to.deep.equal(
      shown.map((phone) => phone.replace(/^\+/, "'+")),
    );
  });
});

describe('An Excel file', () => {
  const hostile = row({ nombreCompleto: HOSTILE, phone: '0012345678' });

  it('reads back: cédula, phone and table number as text, moments as dates, no formula', async () => {
    const { sheets } = await readXlsx(await bytesOf([hostile]));
    const [header, cells] = sheets[0]?.rows ?? [];
    expect(header).to.deep.equal(all.map((column) => column.header));
    expect([/^Cédula/, /^Celular/, /^Mesa/].map((name) => at(cells, name))).to.deep.equal([
      '1020304050',
      '0012345678',
      '007',
    ]);
    expect(at(cells, /^Nombre/)).to.equal(HOSTILE);
    const registered = at(cells, /^Registro/);
    expect(registered).to.be.instanceOf(Date);
    expect((registered as Date).toISOString()).to.equal('2026-03-01T23:59:00.000Z');
  });

  it('survives letters that XML has not', async () => {
    const { sheets } = await readXlsx(await bytesOf([row({ nombreCompleto: 'A\u0001<b>&"' })]));
    expect(at(sheets[0]?.rows[1], /^Nombre/)).to.equal('A\u0001<b>&"');
  });

  it('is a sound archive with no formula cell in it', async function () {
    const hasUnzip = await run('unzip', ['-v']).then(
      () => true,
      () => false,
    );
    if (!hasUnzip) skipBecause(this, 'there is no unzip on this machine');
    const folder = await mkdtemp(join(tmpdir(), 'censo-xlsx-'));
    try {
      const file = join(folder, 'referidos.xlsx');
      await writeFile(file, await bytesOf(Array.from({ length: 2_000 }, () => hostile)));
      expect((await run('unzip', ['-t', file])).stdout).to.contain('No errors detected');
      const sheet = await run('unzip', ['-p', file, 'xl/worksheets/sheet1.xml'], { maxBuffer: 64_000_000 });
      expect(sheet.stdout)
        .to.contain('state="frozen"')
        .and.not.match(/<f[ >]/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

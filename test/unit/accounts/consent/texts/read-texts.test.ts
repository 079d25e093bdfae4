import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readTexts } from '../../../../../services/accounts/consent/texts/read-texts.ts';
import { loadConfig } from '../../../../../shared/config/load.ts';
import { responsible } from '../../../../support/system/responsible.ts';

const SHIPPED = join(import.meta.dirname, '../../../../../consent');
const VERSION = '2026-11-26b';
const NEWEST = `${VERSION}.md`;

describe('The texts of the policy', () => {
  let dir: string;
  let newest: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'censo-texts-'));
    await cp(SHIPPED, dir, { recursive: true });
    newest = await readFile(join(dir, NEWEST), 'utf8');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const configured = (env: Record<string, string> = {}) =>
    loadConfig({ ...responsible, CONSENT_DIR: dir, ...env }).consent;
  const write = (file: string, text: string) => writeFile(join(dir, file), text);
  /** What whoever starts the portal is told. */
  const refusal = async (): Promise<string> => {
    const error: unknown = await readTexts(configured()).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).to.include({ code: 'policy_text' });
    const { message } = error as Error;
    expect(message.split('\n')).to.have.lengthOf(1);
    return message;
  };

  it('that the portal brings name everybody and everything that the law demands, and every cookie', async () => {
    const { current, all, since } = await readTexts(configured());

    for (const value of Object.values(responsible)) expect(current.text).to.include(value);
    expect(current.text).to.not.match(/\{\{|\}\}/);
    expect(current.text).to.include('Superintendencia de Industria y Comercio');
    for (const cookie of ['session', 'csrf', 'equipo', 'segundo-paso', 'invita'])
      expect(current.text).to.include(`\`censo-${cookie}\``);
    expect(all.map(({ version }) => version)).to.deep.equal([VERSION, '2026-11-26']);
    // The earlier text asked for all at once, and this data are sensitive.
    expect(since).to.deep.equal({ policy: '', lookup: '', sharing: VERSION });
  });

  it('have another hash as soon as one word of them is another', async () => {
    const { current } = await readTexts(configured());
    expect(current.hash).to.match(/^[0-9a-f]{64}$/);
    const other = await readTexts(configured({ RESPONSIBLE_PHONE: '601 000 0001' }));
    expect(other.current.hash).not.to.equal(current.hash);
    expect((await readTexts(configured())).current.hash).to.equal(current.hash);
  });

  it('say from which version on a decision counts', async () => {
    const as = (version: string, widens: string) =>
      write(
        `${version}.md`,
        newest
          .replace('version: 2026-11-26b', `version: ${version}`)
          .replace('amplia: sharing', `amplia: ${widens}`),
      );
    await as('2027-01-01', 'sharing');
    await as('2027-02-01', 'ninguna');
    const { current, since } = await readTexts(configured());
    expect(current.version).to.equal('2027-02-01');
    expect(since).to.deep.equal({ policy: '', lookup: '', sharing: '2027-01-01' });

    await as('2027-03-01', 'lookup, policy');
    expect((await readTexts(configured())).since).to.deep.equal({
      ...{ policy: '2027-03-01', lookup: '2027-03-01', sharing: '2027-03-01' },
    });
  });

  it('hold from their day on, in Colombia', async () => {
    const later = '2027-01-01';
    await write(
      `${later}.md`,
      newest
        .replace(`version: ${VERSION}`, 'version: 2027-01-01')
        .replace('fecha: 2026-11-26', 'fecha: 2027-01-01')
        .replace('amplia: sharing', 'amplia: lookup'),
    );
    let now = new Date('2027-01-01T04:59:59Z');
    const texts = await readTexts(configured(), () => now);
    expect(texts.current.version).to.equal(VERSION);
    expect(texts.all.map(({ version }) => version)).to.deep.equal([VERSION, '2026-11-26']);
    expect(texts.since.lookup).to.equal('');

    now = new Date('2027-01-01T05:00:00Z');
    expect(texts.current.version).to.equal('2027-01-01');
    expect(texts.all[0]).to.equal(texts.current);
    expect(texts.since.lookup).to.equal('2027-01-01');
  });

  const broken: [what: string, change: (text: string) => string, said: RegExp][] = [
    ['has no head', (text) => text.replace('---\n', ''), /debe empezar por una cabecera/],
    [
      'has another version than its name',
      (text) => text.replace('version: 2026-11-26b', 'version: 2026-11-28'),
      /nombre del archivo/,
    ],
    ['has no date', (text) => text.replace('fecha: 2026-11-26\n', ''), /falta su fecha/],
    ['does not say what it widens', (text) => text.replace('amplia: sharing\n', ''), /falta amplia/],
    [
      'widens what is no purpose',
      (text) => text.replace('amplia: sharing', 'amplia: todo'),
      /amplia debe ser/,
    ],
    [
      'has a field in its head that nobody knows',
      (text) => text.replace('fecha:', 'autor: yo\nfecha:'),
      /no se entiende «autor: yo»/,
    ],
    [
      'names nobody responsible',
      (text) => text.replace('{{RESPONSABLE}}', 'Nosotros'),
      /falta \{\{RESPONSABLE\}\}/,
    ],
    ['has no NIT', (text) => text.replace('{{NIT}}', ''), /falta \{\{NIT\}\}/],
    ['says no retention', (text) => text.replace('{{CONSERVACION}}', ''), /falta \{\{CONSERVACION\}\}/],
    ['has no rights', (text) => text.replace('## Sus derechos', '## Otros'), /«derechos»/],
    ['names no authority', (text) => text.replaceAll('Superintendencia', 'Oficina'), /Superintendencia/],
    ['asks for what nobody configures', (text) => `${text}\n{{FAX}}\n`, /no hay \{\{FAX\}\}/],
    ['has braces that do not close', (text) => `${text}\n{{NIT\n`, /no se cierra/],
    ['is empty', (text) => text.replace(/(---[\s\S]*?---\n)[\s\S]*/, '$1'), /vacío/],
  ];
  for (const [what, change, said] of broken)
    it(`stop the start in one line when the newest ${what}`, async () => {
      await write(NEWEST, change(newest));
      expect(await refusal())
        .to.match(said)
        .and.include(NEWEST);
    });

  it('stop the start in one line when there are none', async () => {
    await rm(dir, { recursive: true });
    expect(await refusal()).to.match(/^CONSENT_DIR: no se puede leer la carpeta/);
  });
});

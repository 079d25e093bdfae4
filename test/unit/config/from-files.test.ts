import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../../shared/config/load.ts';
import { problemsOf } from './problems.ts';

describe('A variable that names a file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'censo-files-'));
    file = join(folder, 'secreto');
    writeFileSync(file, 'redis://scraper:clave@redis:6379\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('has the value that the file has, without the end of its line', () => {
    expect(loadConfig({ REDIS_URL_FILE: file }).redisUrl).to.equal('redis://scraper:clave@redis:6379');
  });

  it('may be any, and what it says is held to the rule of the variable', () => {
    writeFileSync(file, 'no-es-puerto');
    expect(problemsOf({ PORT_FILE: file })).to.deep.equal(['PORT: debe ser un número entero']);
  });

  it('is refused beside the value itself', () => {
    expect(problemsOf({ REDIS_URL_FILE: file, REDIS_URL: 'redis://otro' })).to.deep.equal([
      'REDIS_URL y REDIS_URL_FILE no van juntas: deje una',
    ]);
  });

  it('is refused when the file is not there, or has nothing', () => {
    const missing = join(folder, 'ninguno');
    expect(problemsOf({ REDIS_URL_FILE: missing })).to.deep.equal([
      `REDIS_URL_FILE: no se puede leer ${missing} (ENOENT)`,
    ]);
    writeFileSync(file, ' \n');
    expect(problemsOf({ REDIS_URL_FILE: file })).to.deep.equal([`REDIS_URL_FILE: ${file} está vacío`]);
  });

  it('counts for nothing while it is empty, as any other', () => {
    expect(loadConfig({ REDIS_URL_FILE: ' ' }).redisUrl).to.equal(undefined);
  });
});

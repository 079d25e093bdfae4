import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect } from 'chai';
import { envExample } from '../../../../scripts/development/env-example-text.ts';
import { loadConfig } from '../../../../shared/config/load.ts';
import { variables } from '../../../../shared/config/variables/variables.ts';

describe('.env.example', () => {
  const text = envExample();

  it('is what the program prints', () => {
    const path = new URL('../../../../.env.example', import.meta.url);
    expect(readFileSync(path, 'utf8')).to.equal(text);
  });

  it('names every variable once, with its help and its unit or values', () => {
    for (const [name, { help, unit }] of Object.entries(variables)) {
      expect(text.match(new RegExp(`^(?:# )?${name}=`, 'gm')), name).to.have.lengthOf(1);
      expect(text).to.include(`# ${help}\n# Unidad o valores: ${unit}\n`);
    }
  });

  it('can be used as it is, and changes nothing', () => {
    expect(loadConfig(parseEnv(text))).to.deep.equal(loadConfig({}));
  });
});

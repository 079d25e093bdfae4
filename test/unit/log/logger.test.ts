import { expect } from 'chai';
import { AppError } from '../../../shared/errors.ts';
import { createLogger, moleculerLogger } from '../../../shared/log/logger.ts';
import { duringRequest } from '../../../shared/log/request-context.ts';

describe('What a process says of itself', () => {
  const said = (production: boolean, logLevel: 'info' | 'warn' = 'info') => {
    const lines: string[] = [];
    const settings = { production, logLevel };
    const logger = createLogger(settings, { write: (line) => void lines.push(line) });
    const { createLogger: create } = moleculerLogger(settings, logger).options;
    const log = create(logLevel, { nodeID: 'census.vm-7', mod: 'census' });
    const say = (level: string, ...args: unknown[]): void => log[level]?.(...args);
    return { lines, say, json: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
  };

  it('is an object a line in production: level, time, process, part and words', () => {
    const { say, json, lines } = said(true);
    say('warn', 'two\nlines');
    const [{ time, ...line } = {}] = json();
    expect(line).to.deep.equal({ level: 'warn', nodeID: 'census.vm-7', mod: 'census', msg: 'two\nlines' });
    expect(time).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(lines.join('').trimEnd().split('\n')).to.have.lengthOf(1);
  });

  it('is a line for people elsewhere', () => {
    const { say, lines } = said(false);
    say('info', 'portal on port', 3000, { ready: true });
    expect(lines.join('')).to.match(/^\[[\d:.]+Z\] INFO {2}CENSUS: portal on port 3000 \{"ready":true\}\n$/);
  });

  it('leaves out what is below its level', () => {
    const { say, lines } = said(true, 'warn');
    say('info', 'nothing');
    expect(lines).to.deep.equal([]);
  });

  it('names the request that it was said for, also after that has waited', async () => {
    const { say, json } = said(true);
    await duringRequest('0123456789abcdef', async () => {
      await Promise.resolve();
      say('info', 'during');
    });
    say('info', 'after');
    expect(json().map(({ request }) => request)).to.deep.equal(['0123456789abcdef', undefined]);
  });

  it('has an error with what it came of and where, and of a database not its words', () => {
    const cause = Object.assign(new Error('insert into "x" values (\'Perengano\')'), {
      name: 'UniqueConstraintViolationException',
      code: '23505',
    });
    for (const production of [true, false]) {
      const { say, lines } = said(production);
      say('error', 'GET / → 500 internal', new AppError('internal', 'Algo falló con 1032456789.', { cause }));
      const text = lines.join('');
      expect(text)
        .to.include('internal')
        .and.include('UniqueConstraintViolationException')
        .and.include('23505');
      expect(text)
        .to.include('logger.test.ts:')
        .and.not.match(/Perengano|1032456789/);
    }
  });
});

import { expect } from 'chai';
import { Errors } from 'moleculer';
import { AppError, isAppError } from '../../../shared/errors.ts';
import { AppErrorRegenerator } from '../../../shared/moleculer/error-regenerator.ts';

/** What another process gets of an error. */
const overTheWire = (error: Error): Error => {
  const regenerator = new AppErrorRegenerator();
  regenerator.init({ nodeID: 'here' } as never); // reads nothing else of the broker
  const plain = JSON.parse(JSON.stringify(regenerator.extractPlainError(error)));
  return regenerator.restore(plain, {});
};

describe('An error that a person may see', () => {
  const whole = new AppError('cooldown', 'Puede actualizar de nuevo en 7 segundos.', {
    status: 429,
    retryAfterS: 7,
    fields: { cedula: 'Mal.' },
    cause: new Error('secret'),
  });

  it('is a 500 unless told', () => {
    expect(new AppError('odd', 'Algo falló.')).to.include({
      name: 'AppError',
      status: 500,
      fields: undefined,
      retryAfterS: undefined,
    });
  });

  it('crosses to another process with all that it says', () => {
    const rebuilt = overTheWire(whole);
    expect(rebuilt).to.be.instanceOf(AppError);
    expect(rebuilt).to.deep.include({
      code: 'cooldown',
      message: 'Puede actualizar de nuevo en 7 segundos.',
      status: 429,
      retryAfterS: 7,
      fields: { cedula: 'Mal.' },
    });
  });

  it('crosses without what it did not have', () => {
    expect(overTheWire(new AppError('forbidden', 'No.', { status: 403 }))).to.include({
      status: 403,
      fields: undefined,
      retryAfterS: undefined,
    });
  });

  it('keeps its cause to its own process', () => {
    expect(JSON.stringify(Object.entries(overTheWire(whole)))).not.to.include('secret');
    expect(overTheWire(whole).cause).to.equal(undefined);
  });

  it('crosses twice as it crossed once', () => {
    expect(overTheWire(overTheWire(whole))).to.deep.include({
      code: 'cooldown',
      status: 429,
      retryAfterS: 7,
    });
  });

  it('is told from others, also when it was rebuilt', () => {
    expect(isAppError(whole)).to.equal(true);
    expect(isAppError(overTheWire(whole))).to.equal(true);
    for (const other of [new Error('x'), { name: 'AppError', code: 'x', status: 400 }, null, 'AppError'])
      expect(isAppError(other)).to.equal(false);
  });
});

describe('Another error', () => {
  it('of Moleculer crosses as its own class', () => {
    const rebuilt = overTheWire(new Errors.ServiceNotFoundError({ action: 'census.view' }));
    expect(rebuilt).to.be.instanceOf(Errors.ServiceNotFoundError);
  });

  it('of the program crosses with its name and message, and is no error for a person', () => {
    const rebuilt = overTheWire(new TypeError('x is not a function'));
    expect(rebuilt).to.include({ name: 'TypeError', message: 'x is not a function' });
    expect(isAppError(rebuilt)).to.equal(false);
  });
});

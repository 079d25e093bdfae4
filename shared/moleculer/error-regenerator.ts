import { Errors } from 'moleculer';
import { AppError, isAppError } from '../errors.ts';

type Plain = Parameters<Errors.Regenerator['restoreCustomError']>[0];

/** Lets an AppError cross the wire with its code, status, fields and retry time. */
export class AppErrorRegenerator extends Errors.Regenerator {
  override extractPlainError(error: Error): Plain {
    const plain = super.extractPlainError(error);
    if (!isAppError(error)) return plain;
    const { code, status, fields, retryAfterS } = error;
    return { ...plain, name: 'AppError', data: { code, status, fields, retryAfterS } };
  }

  override restoreCustomError(plain: Plain, payload: Record<string, unknown>): Error {
    if (plain.name !== 'AppError') return super.restoreCustomError(plain, payload);
    const { code, ...details } = plain.data as { code: string; status: number };
    return new AppError(code, plain.message ?? '', details);
  }
}

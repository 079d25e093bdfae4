import { AppError } from '../../../shared/errors.ts';

export const tooLargeBody = (cause?: unknown): AppError =>
  new AppError('too_large', 'Los datos enviados son demasiado grandes.', { status: 413, cause });

export const unsupportedBody = (cause?: unknown): AppError =>
  new AppError(
    'unsupported_media_type',
    'No podemos leer datos codificados así: envíelos sin comprimir, en UTF-8.',
    { status: 415, cause },
  );

export const invalidBody = (cause?: unknown): AppError =>
  new AppError('invalid_body', 'No pudimos leer los datos enviados. Revíselos e intente de nuevo.', {
    status: 400,
    cause,
  });

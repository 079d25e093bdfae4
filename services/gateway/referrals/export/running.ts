import { AppError } from '../../../../shared/errors.ts';

/** The exports that this process is sending, one a person at the most. */
export interface Running {
  /** @returns ends it; to be called once and for all that may happen. @throws AppError `export_running` (409) */
  begin(userId: string): () => void;
}

export const createRunning = (): Running => {
  const people = new Set<string>();
  return {
    begin(userId) {
      if (people.has(userId)) {
        throw new AppError(
          'export_running',
          'Ya tiene una descarga en curso. Espere a que termine, o cancélela, y vuelva a pedirla.',
          { status: 409 },
        );
      }
      people.add(userId);
      return () => people.delete(userId);
    },
  };
};

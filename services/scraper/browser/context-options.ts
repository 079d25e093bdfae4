import type { ContextOptions } from './driver.ts';

/** A visitor from Colombia with a common laptop. Downloads are refused: no page of ours has one. */
export const COLOMBIAN_VISITOR: ContextOptions = {
  locale: 'es-CO',
  timezoneId: 'America/Bogota',
  viewport: { width: 1366, height: 768 },
  acceptDownloads: false,
};

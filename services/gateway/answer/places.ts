import type { OwnPlace } from '../../../shared/contract/own-data.ts';
import { formatDay } from '../ui/format.ts';
import { withCapitals } from './capitals.ts';
import { sourceName } from './source-name.ts';
import { whereOf } from './ticket.ts';

/** A place where somebody votes, or voted, as a row. */
export interface PlaceRow {
  puesto: string;
  mesa: string;
  /** Address and town. */
  where: string;
  /** From the first answer with it to the last. */
  when: string;
  source: string | null;
}

export const presentPlace = (place: OwnPlace): PlaceRow => ({
  puesto: withCapitals(place.puesto),
  mesa: place.mesa,
  where: `${withCapitals(place.direccion)}, ${whereOf(place)}`,
  when: span(formatDay(place.from), formatDay(place.until)),
  source: sourceName(place.source),
});

const span = (from: string, until: string): string => (from === until ? from : `${from} a ${until}`);

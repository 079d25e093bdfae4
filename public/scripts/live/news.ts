/** One record's state, as a stream tells it. */
export interface Told {
  userId: string;
  version: number;
  status: string;
  /** When a lookup that failed is tried again, ISO 8601; absent when it is not. */
  retryAt?: string;
}

/** What one event of the stream says. */
export interface News {
  /** The id of the person themself, when the event says it. */
  own: string | null;
  /** Nobody knows what was missed: whoever shows others has to look. */
  stale: boolean;
  told: Told[];
  /** How far the stream is, for whoever opens the next one. */
  lastId: string;
}

const isTold = (value: unknown): value is Told => {
  const told = value as Partial<Told> | null;
  return typeof told?.userId === 'string' && typeof told.version === 'number';
};

/** Reads an event; what it does not know says nothing. */
export const newsOf = (event: string, json: string, lastId: string): News => {
  const data = JSON.parse(json) as { userId?: string; stale?: boolean; views?: unknown[] };
  if (event === 'snapshot') {
    const told = (data.views ?? []).filter(isTold);
    return { own: data.userId ?? null, stale: data.stale === true, told, lastId };
  }
  const told = event === 'census' ? [data].filter(isTold) : [];
  return { own: null, stale: event === 'stale', told, lastId };
};

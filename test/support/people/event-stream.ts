import type { CensusView } from '../../../shared/contract/census.ts';
import { eventually } from '../eventually.ts';

/** One event of a stream, as it was on the wire. */
export interface ReceivedEvent {
  event: string;
  id: string;
  data: unknown;
}

export interface EventStream {
  status: number;
  contentType: string;
  events: ReceivedEvent[];
  /** Waits until an event satisfies the predicate. */
  received(what: string, predicate: (event: ReceivedEvent) => boolean): Promise<ReceivedEvent>;
  /** True when the server ended the stream. */
  isOver(): boolean;
  close(): void;
}

/** What an event says of people's records; a page fetches the rest. */
export const toldIn = ({ event, data }: ReceivedEvent): Told[] => {
  if (event === 'snapshot') return (data as { views: Told[] }).views;
  return event === 'census' ? [data as Told] : [];
};

export type Told = Pick<CensusView, 'userId' | 'version' | 'status'>;

/**
 * Opens the portal's event stream with a session's cookie and reads it as it comes.
 *
 * @param lastId the id of the last event of a stream before
 */
export const openStream = async (origin: string, cookie: string, lastId?: string): Promise<EventStream> => {
  const closing = new AbortController();
  const response = await fetch(`${origin}/api/v1/events`, {
    headers: { cookie, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) },
    signal: closing.signal,
  });
  const events: ReceivedEvent[] = [];
  let over = false;

  const read = async (): Promise<void> => {
    let buffer = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body ?? []) {
        buffer += decoder.decode(chunk as Uint8Array, { stream: true });
        const blocks = buffer.split('\n\n');
        buffer = blocks.pop() ?? '';
        for (const block of blocks) {
          const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
          const data = field('data');
          if (data !== undefined)
            events.push({
              event: field('event') ?? 'message',
              id: field('id') ?? '',
              data: JSON.parse(data),
            });
        }
      }
    } catch (error) {
      if (!closing.signal.aborted) throw error;
    } finally {
      over = true;
    }
  };
  void read();

  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    events,
    received: (what, predicate) => eventually(what, () => events.find(predicate)),
    isOver: () => over,
    close: () => closing.abort(),
  };
};

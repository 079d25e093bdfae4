import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { eventually } from '../eventually.ts';

/** One TCP connection, as a proxy keeps it for one person's request after another's. */
export interface RawConnection {
  write(bytes: string | Buffer): void;
  /** Everything that came back so far. */
  received(): string;
  isClosed(): boolean;
  /** Waits until so many answers began, or the connection was closed: anything but silence. */
  answered(count: number): Promise<'answered' | 'closed'>;
  close(): void;
}

export const openConnection = async (origin: string): Promise<RawConnection> => {
  const { hostname, port } = new URL(origin);
  const socket: Socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  let received = '';
  let closed = false;
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
  });
  socket.on('close', () => {
    closed = true;
  });
  // Cut while it is written to: that it is closed says enough.
  socket.on('error', () => undefined);
  const answers = (): number => received.match(/HTTP\/1\.1 \d{3} /g)?.length ?? 0;
  return {
    write: (bytes) => void socket.write(bytes),
    received: () => received,
    isClosed: () => closed,
    answered: (count) =>
      eventually(`${count} answers, or the end of the connection`, () => {
        if (answers() >= count) return 'answered' as const;
        return closed ? ('closed' as const) : null;
      }),
    close: () => void socket.destroy(),
  };
};

import { arrows } from '../../support/image/arrows.ts';
import type { Installation } from './installation.ts';

/** Where each container listens for others. */
const ports: Record<string, number> = {
  gateway: 9464,
  accounts: 9464,
  census: 9464,
  scraper: 9464,
  simulator: 9464,
  postgres: 5432,
  nats: 4222,
  redis: 6379,
};

const program = `
const net = require('node:net');
const tries = Object.entries(JSON.parse(process.argv[1])).map(([host, port]) => new Promise((resolve) => {
  const socket = net.connect({ host, port });
  const end = (passes) => { socket.destroy(); resolve([host, passes]); };
  socket.setTimeout(3000, () => end(false)).on('connect', () => end(true)).on('error', () => end(false));
}));
Promise.all(tries).then((all) => console.log(JSON.stringify(Object.fromEntries(all))));`;

/** Tries every pair from inside the containers. @returns the pairs that are not as they must be, and how many were tried */
export const wrongPairs = async ({ inside }: Installation): Promise<{ tried: number; wrong: string[] }> => {
  const wrong: string[] = [];
  let tried = 0;
  for (const [from, allowed] of Object.entries(arrows).filter(([name]) => name in ports)) {
    const others = Object.fromEntries(Object.entries(ports).filter(([name]) => name !== from));
    const { code, stdout, stderr } = await inside(from, ['node', '-e', program, JSON.stringify(others)]);
    if (code !== 0) throw new Error(`${from}: ${stderr}`);
    for (const [to, passes] of Object.entries(JSON.parse(stdout) as Record<string, boolean>)) {
      tried += 1;
      if (passes !== allowed.includes(to)) wrong.push(`${from} → ${to} ${passes ? 'passes' : 'is refused'}`);
    }
  }
  return { tried, wrong };
};

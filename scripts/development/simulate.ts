import { play } from '../../test/support/year/play.ts';

const seed = Number(process.argv[2] ?? 1);
const count = Number(process.argv[3] ?? 1);
const days = Number(process.argv[4] ?? 30);
const trace = process.argv[5] === 'trace';
const t = performance.now();
let q = 0;
const byBroken = new Map<string, number[]>();
for (let s = seed; s < seed + count; s += 1) {
  const t1 = performance.now();
  const played = await play({ seed: s, days, ...(trace ? { trace: (line: string) => console.log(line) } : {}) });
  q += played.queries;
  if (played.broken !== null) {
    const key = played.broken.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'X').slice(0, 100).replaceAll(/\d+/g, 'N');
    byBroken.set(key, [...(byBroken.get(key) ?? []), s]);
  }
  if (count < 5) console.log(JSON.stringify(played), Math.round(performance.now() - t1), 'ms');
}
for (const [key, seeds] of byBroken) console.log(seeds.length, key, seeds.slice(0, 8).join(' '));
console.log(count, 'seeds', ((count / (performance.now() - t)) * 60000).toFixed(0), 'a minute', q, 'queries');

import { requireNode } from './require-node.mjs';

requireNode(
  'Censo Vivo',
  'En Linux "npm ci" lo instala como dependencia opcional: no omita las opcionales y use "npm start". En otros sistemas, instálelo.',
  1,
);
const { entry } = await import('./bundle/entry.ts');
await import(await entry('start'));

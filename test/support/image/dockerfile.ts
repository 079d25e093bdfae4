import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../processes/child.ts';

export interface Instruction {
  /** In capitals, such as `COPY`. */
  name: string;
  /** All the rest, its continued lines in one. */
  value: string;
}

/** One `FROM` and what follows it. */
export interface Stage {
  name: string;
  /** A stage's name or an image. */
  from: string;
  instructions: Instruction[];
}

/** Reads the repository's Dockerfile: its stages, with the arguments before them filled in. */
export const readDockerfile = (): Stage[] => {
  const lines = readFileSync(join(root, 'Dockerfile'), 'utf8')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const globals = new Map<string, string>();
  const stages: Stage[] = [];
  for (const line of lines) {
    const [name = '', ...rest] = line.trim().split(/\s+/);
    const value = rest.join(' ');
    if (name === 'FROM') {
      const [, image = '', stage = ''] = /^(\S+) AS (\S+)$/.exec(value) ?? [];
      const from = image.replaceAll(/\$\{(\w+)\}/g, (_, variable: string) => globals.get(variable) ?? '');
      stages.push({ name: stage, from, instructions: [] });
    } else if (stages.length === 0) {
      const [variable = '', fallback = ''] = value.split('=');
      globals.set(variable, fallback);
    } else {
      stages.at(-1)?.instructions.push({ name, value });
    }
  }
  return stages;
};

/** Everything that makes an image: the instructions of the stages below it, then its own. */
export const instructionsOf = (stages: readonly Stage[], target: string): Instruction[] => {
  const stage = stages.find(({ name }) => name === target);
  return stage === undefined ? [] : [...instructionsOf(stages, stage.from), ...stage.instructions];
};

/** What an image copies from the repository: each source, and where it goes below the working folder. */
export const copiesOf = (instructions: readonly Instruction[]): { source: string; destination: string }[] =>
  instructions
    .filter(({ name, value }) => name === 'COPY' && !value.startsWith('--from='))
    .flatMap(({ value }) => {
      const parts = value.split(' ');
      const destination = parts.at(-1) ?? '.';
      return parts.slice(0, -1).map((source) => ({
        source,
        destination: destination.endsWith('/')
          ? join(destination, source.split('/').at(-1) ?? '')
          : destination,
      }));
    });

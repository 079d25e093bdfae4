import { expect } from 'chai';
import { type Command, CommanderError } from 'commander';
import { noteOf } from '../../scripts/production/censo/orders/operator.ts';
import { createProgram } from '../../scripts/production/censo/program.ts';
import { reasonRule } from '../../shared/contract/action.ts';
import { read } from '../support/monitoring.ts';
import { ordersIn } from './support/orders.ts';

const texts = ['docs/runbook.md', 'README.md', 'k8s/README.md'];

/** The command line, which says what was asked for instead of doing it. */
const parse = (words: string[]): { name: string; given: string[]; options: Record<string, unknown> } => {
  const program = createProgram(process, () => {});
  let asked = { name: 'help', given: [] as string[], options: {} as Record<string, unknown> };
  const disarm = (command: Command): void => {
    command.configureOutput({ writeOut: () => {} });
    if (command.commands.length === 0)
      command.action(() => {
        asked = { name: command.name(), given: command.args, options: command.opts() };
      });
    for (const one of command.commands) disarm(one);
  };
  disarm(program);
  try {
    program.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error;
  }
  return asked;
};

describe('The orders that people are told to give', () => {
  it('are found in code and in sentences', () => {
    const orders = ordersIn('docs/runbook.md').map((words) => words.join(' '));
    expect(orders).to.include('doctor');
    expect(orders).to.include('queue pause --por Su Nombre --motivo la página cambió');
    expect(orders.length).to.be.above(12);
  });

  it('would be refused if they lacked something', () => {
    expect(() => parse(['queue', 'pause', 'ritmo'])).to.throw(CommanderError);
    expect(() => parse(['queue', 'resume'])).to.throw(CommanderError);
    expect(() => parse(['deadletters'])).to.throw(CommanderError);
  });

  for (const text of texts) {
    it(`are understood by the command line: ${text}`, () => {
      for (const words of ordersIn(text)) {
        const order = words.join(' ');
        expect(() => parse(words), order).not.to.throw();
        const { name, given, options } = parse(words);
        const { por, motivo, todos = false } = options;
        if (por !== undefined) expect(() => noteOf(String(por)), order).not.to.throw();
        if (motivo !== undefined) expect(reasonRule.safeParse(motivo).success, order).to.equal(true);
        if (name === 'redrive') expect(given.length > 0, order).to.equal(!todos);
      }
    });

    it(`ask containers only for programs that they have, and say in which namespace: ${text}`, () => {
      const lines = read(text)
        .split('\n')
        .filter((line) => /\bkubectl\b.*\b(exec|logs|get pods|describe)\b/.test(line));
      for (const line of lines) {
        expect(line).to.match(/kubectl -n censo/);
        expect(line).to.not.match(/exec .*-- (wget|curl|sh|npx)\b/);
      }
    });
  }
});

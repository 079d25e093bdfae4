import { expect } from 'chai';
import { inUse } from '../../../../../public/scripts/live/in-use.ts';

describe('What a page need not forget', () => {
  const inside: Record<string, string[]> = {
    lista: ['cuentas', 'persona-ana'],
    'persona-gone': ['estado-gone'],
  };
  const used = (...shown: string[]) => [...inUse(shown, (key) => inside[key] ?? [])];

  it('is what it shows, and what stands in what it will show', () => {
    expect(used('lista', 'cuentas')).to.have.members(['lista', 'cuentas', 'persona-ana']);
  });

  it('is nothing of who is on it no more', () => {
    expect(used('lista')).not.to.include('persona-gone').and.not.include('estado-gone');
  });
});

import { expect } from 'chai';
import { failedFiles, suiteReport } from '../../../../scripts/development/suite-report.ts';

const passed = {
  name: 'unit',
  code: 0,
  seconds: 2.4,
  output: '  A\n    ✔ works\n\n  \x1b[92m12 passing\x1b[0m (2s)\n  1 pending\n',
};
const failed = {
  name: 'attacks (embedded)',
  code: 1,
  seconds: 61,
  output:
    'noise\n\n  \x1b[92m3 passing\x1b[0m (1m)\n  \x1b[31m1 failing\x1b[0m\n\n  1) A door\n       opens:\n     Error: shut\n',
};
const died = { name: 'faults', code: 134, seconds: 5, output: 'a beginning\nout of memory\n' };

describe('The end of a run of the whole suite', () => {
  it('is a line a part and the sum', () => {
    expect(suiteReport([passed]).trim().split('\n')).to.eql([
      'ok     unit: 2 s',
      '12 passed, 0 failed, 1 skipped',
    ]);
  });

  it('repeats each failure under the name of its part, whatever came before and after it', () => {
    const report = suiteReport([failed, passed]);
    expect(report).to.contain(
      '=== attacks (embedded)\n  1 failing\n\n  1) A door\n       opens:\n     Error: shut\n',
    );
    expect(report).not.to.contain('noise').and.not.to.contain('works');
    expect(report).to.contain('FAILED attacks (embedded): 61 s\nok     unit: 2 s');
    expect(report.trim().split('\n').at(-1)).to.equal('15 passed, 1 failed, 1 skipped');
  });

  it('shows the end of a part that died before it could say what failed, and counts it', () => {
    const report = suiteReport([died, passed]);
    expect(report).to.contain('=== faults\na beginning\nout of memory');
    expect(report.trim().split('\n').at(-1)).to.equal('12 passed, 1 failed, 1 skipped');
  });

  it('names what failed beside the others and passed alone, and counts it as no failure', () => {
    const output = `${failed.output}\n      at Context.<anonymous> (file:///x/test/attacks/a-door.test.ts:61:23)\n      at eventually (file:///x/test/support/eventually.ts:29:45)\n`;
    const busy = { ...failed, output };
    expect(failedFiles(busy)).to.eql(['test/attacks/a-door.test.ts']);
    const report = suiteReport([{ ...busy, alone: { ...passed, name: busy.name } }]);
    expect(report).to.contain('Error: shut');
    expect(report).to.contain(
      'BUSY   attacks (embedded): 61 s, and passed when test/attacks/a-door.test.ts ran alone: mend it',
    );
    expect(report.trim().split('\n').at(-1)).to.equal('3 passed, 0 failed, 0 skipped');
    const still = suiteReport([{ ...busy, alone: busy }]);
    expect(still).to.contain('FAILED attacks (embedded)');
    expect(still.trim().split('\n').at(-1)).to.equal('3 passed, 1 failed, 0 skipped');
  });

  it('runs nothing again where many files failed, or none is named', () => {
    const many = ['a', 'b', 'c', 'd']
      .map((name) => `at (file:///x/test/unit/${name}.test.ts:1:1)`)
      .join('\n');
    expect(failedFiles({ ...failed, output: failed.output + many })).to.eql([]);
    expect(failedFiles(died)).to.eql([]);
    expect(failedFiles(passed)).to.eql([]);
  });
});

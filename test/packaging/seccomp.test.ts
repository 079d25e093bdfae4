import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { readCompose } from '../support/image/compose.ts';
import { root } from '../support/processes/child.ts';

interface Rule {
  names: string[];
  action: string;
  args?: { index: number; value: number; valueTwo?: number; op: string }[];
  errnoRet?: number;
}

const profile = JSON.parse(readFileSync(join(root, 'k8s/seccomp/scraper.json'), 'utf8')) as {
  defaultAction: string;
  syscalls: Rule[];
};
const rulesFor = (name: string): Rule[] => profile.syscalls.filter(({ names }) => names.includes(name));

/** Of Linux' sched.h. */
const NEW = {
  NS: 0x20000,
  CGROUP: 0x2000000,
  UTS: 0x4000000,
  IPC: 0x8000000,
  USER: 0x10000000,
  PID: 0x20000000,
  NET: 0x40000000,
};

describe("The scraper's filter of system calls", () => {
  it('forbids what it does not name', () => {
    expect(profile.defaultAction).to.equal('SCMP_ACT_ERRNO');
    const actions = profile.syscalls.map(({ action }) => action);
    expect(new Set(actions)).to.deep.equal(new Set(['SCMP_ACT_ALLOW', 'SCMP_ACT_ERRNO']));
  });

  it('names nothing that reaches into the kernel, other processes or mounts', () => {
    for (const name of [
      ...[
        'bpf',
        'perf_event_open',
        'init_module',
        'finit_module',
        'kexec_load',
        'reboot',
        'swapon',
        'userfaultfd',
      ],
      ...[
        'ptrace',
        'process_vm_readv',
        'process_vm_writev',
        'pidfd_getfd',
        'kcmp',
        'setns',
        'keyctl',
        'add_key',
      ],
      ...[
        'mount',
        'umount2',
        'pivot_root',
        'move_mount',
        'fsopen',
        'open_tree',
        'open_by_handle_at',
        'io_uring_setup',
      ],
      ...[
        'settimeofday',
        'clock_settime',
        'sethostname',
        'quotactl',
        'acct',
        'syslog',
        'personality',
        'mknod',
      ],
    ])
      expect(rulesFor(name), name).to.deep.equal([]);
  });

  it("lets a process make the namespaces of Chromium's sandbox, and no other", () => {
    for (const name of ['clone', 'unshare']) {
      const [rule, ...others] = rulesFor(name);
      expect(others, name).to.deep.equal([]);
      const [arg] = rule?.args ?? [];
      expect(arg).to.include({ index: 0, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' });
      const forbids = (flag: number) => ((arg?.value ?? 0) & flag) !== 0;
      for (const flag of [NEW.NS, NEW.CGROUP, NEW.UTS, NEW.IPC])
        expect(forbids(flag), `${name} ${flag}`).to.equal(true);
      for (const flag of [NEW.USER, NEW.PID, NEW.NET])
        expect(forbids(flag), `${name} ${flag}`).to.equal(false);
    }
    // Its flags cannot be seen: libraries are told that it is missing (ENOSYS), and take clone.
    expect(rulesFor('clone3')).to.have.lengthOf(1);
    expect(rulesFor('clone3')[0]).to.include({ action: 'SCMP_ACT_ERRNO', errnoRet: 38 });
    expect(rulesFor('chroot')[0]?.action).to.equal('SCMP_ACT_ALLOW');
  });

  it('opens sockets of the internet and of this machine only', () => {
    expect(rulesFor('socket').map(({ args }) => args?.[0]?.value)).to.have.members([1, 2, 10, 16]);
  });

  it('is used by compose for the scraper, beside what all have, and by the component for a cluster', () => {
    const { scraper } = readCompose();
    expect(scraper?.security_opt).to.deep.equal([
      'no-new-privileges:true',
      'seccomp=./k8s/seccomp/scraper.json',
    ]);
    const patch = parse(readFileSync(join(root, 'k8s/components/browser-sandbox/scraper.yaml'), 'utf8')) as {
      value: unknown;
    }[];
    expect(patch[0]?.value).to.deep.equal({ type: 'Localhost', localhostProfile: 'censo/scraper.json' });
    expect(readFileSync(join(root, 'k8s/README.md'), 'utf8')).to.include(
      '/var/lib/kubelet/seccomp/censo/scraper.json',
    );
  });
});

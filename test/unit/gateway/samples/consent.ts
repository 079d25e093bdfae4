import { presentDecision } from '../../../../services/gateway/consent/decisions.ts';
import type { Pages } from '../../../../services/gateway/context.ts';
import type { Decision, PolicyView, Receipt } from '../../../../shared/contract/consent.ts';

const version = '2026-11-26b';

const policy: PolicyView = {
  ...{ version, date: '2026-11-26', text: '## Finalidades', hash: 'c0'.repeat(32), current: version },
  versions: [
    { version, date: '2026-11-26' },
    { version: '2026-11-26', date: '2026-11-26' },
  ],
};

const given: Decision = {
  ...{ purpose: 'lookup', version, hash: 'c0'.repeat(32), channel: 'web', address: '192.0.x.x' },
  ...{ givenAt: '2026-11-27T14:00:00Z', withdrawnAt: null, outdated: false },
};
const ended: Decision = { ...given, hash: null, address: '', withdrawnAt: '2026-11-27T14:30:00Z' };
const rows = [given, ended, { ...ended, outdated: true }].map(presentDecision);

const receipt: Receipt = {
  ...{
    issuedAt: '2026-11-27T15:00:00Z',
    responsible: { name: 'Nosotros', nit: '900.000.000-1' },
    cedula: '•••••4050',
    decisions: [given, ended, ended],
  },
  ...{ jws: 'a.b.c', code: 'd.e.f', key: { kty: 'OKP', crv: 'Ed25519', x: 'x' } },
};

const purpose = 'sharing' as const;
const card = {
  ...{ purpose, name: 'Compartir', allows: 'Que le vean.', without: 'Nadie le ve.' },
  since: null,
};

export const consentPages = {
  'consent/policy': [
    { title: 'Política', inviter: null, policy, policyHtml: '<h2>Finalidades</h2>' },
    {
      ...{ title: 'Política', inviter: { code: 'ABCD2345', firstName: 'Lucía' }, policyHtml: '<p>Antes</p>' },
      policy: { ...policy, version: '2026-11-26' },
    },
  ],
  'consent/decisions': [
    { title: 'Sus autorizaciones', cards: [card], policy: card, asked: false, history: [], version },
    {
      ...{ title: 'Sus autorizaciones', cards: [{ ...card, since: 'ayer' }], asked: false, version },
      ...{ policy: { ...card, since: 'ayer' }, history: rows },
    },
    { title: 'Sus autorizaciones', cards: [card], policy: card, asked: true, history: rows, version },
  ],
  'consent/receipt': [
    {
      title: 'Constancia',
      receipt,
      rows,
      texts: [{ version, hash: 'c0'.repeat(32) }],
      qr: '<svg></svg>',
      link: 'https://censo.example/verificar/?c=d.e.f',
    },
  ],
  'consent/verify': [
    { title: 'Verificar', result: 'none', day: '', pasted: '' },
    { title: 'Verificar', result: 'valid', day: '27 de noviembre de 2026', pasted: '</textarea>' },
    { title: 'Verificar', result: 'invalid', day: '', pasted: 'x' },
  ],
} satisfies Partial<{ [K in keyof Pages]: readonly [Pages[K], ...Pages[K][]] }>;

import { expect } from 'chai';
import { filesOf, readers } from '../../../../../../scripts/production/censo/keys/files.ts';
import { kubernetesSecrets } from '../../../../../../scripts/production/censo/keys/kubernetes.ts';
import { freshSecrets, type Secrets } from '../../../../../../scripts/production/censo/keys/secrets.ts';

/** Every secret word, by its place. */
const wordsOf = ({ nats, redis, postgres, gateway, natsServers, identity }: Secrets): [string, string][] => [
  ...Object.entries(nats).map(([name, word]): [string, string] => [`nats ${name}`, word]),
  ...Object.entries(redis).map(([name, word]): [string, string] => [`redis ${name}`, word]),
  ...Object.entries(postgres).map(([name, word]): [string, string] => [`postgres ${name}`, word]),
  ...Object.entries(identity).map(([name, { privateKey }]): [string, string] => [`key ${name}`, privateKey]),
  ['gateway', gateway],
  ['nats servers', natsServers],
];

describe('The secrets of services and servers', () => {
  const secrets = freshSecrets();

  it('are all different, and of 256 bits', () => {
    const words = wordsOf(secrets).map(([, word]) => word);
    expect(new Set(words).size).to.equal(words.length);
    for (const word of words) expect(Buffer.from(word, 'base64url').length).to.be.at.least(32);
  });

  it('reach their readers, and nobody else', () => {
    const files = filesOf(secrets);
    const readersOf = (word: string) =>
      readers.filter((reader) => Object.values(files[reader]).some((text) => text.includes(word)));
    expect(Object.fromEntries(wordsOf(secrets).map(([name, word]) => [name, readersOf(word)]))).to.deep.equal(
      {
        'nats gateway': ['gateway', 'nats'],
        'nats accounts': ['accounts', 'nats'],
        'nats census': ['census', 'nats'],
        'nats scraper': ['scraper', 'nats'],
        'nats simulator': ['simulator', 'nats'],
        // Redis has hashes.
        'redis scraper': ['scraper'],
        'redis gateway': ['gateway'],
        'postgres admin': ['migrate', 'postgres'],
        'postgres accounts': ['accounts', 'migrate'],
        'postgres census': ['census', 'migrate'],
        'postgres pace': ['migrate'],
        'postgres backup': ['migrate', 'backup'],
        'key gateway': ['gateway'],
        'key accounts': ['accounts'],
        'key census': ['census'],
        'key scraper': ['scraper'],
        'key simulator': ['simulator'],
        gateway: ['gateway'],
        'nats servers': ['nats'],
      },
    );
  });

  it('name a Postgres outside as it is, with each role in the place of who administers it', () => {
    const outside = 'postgres://dba:clave@db.example.org:5433/portal?sslmode=verify-full';
    const { migrate, accounts } = filesOf(secrets, outside);
    expect(migrate.DATABASE_URL).to.equal(outside);
    expect(accounts.DATABASE_URL).to.equal(
      `postgres://censo_accounts:${secrets.postgres.accounts}@db.example.org:5433/portal?sslmode=verify-full`,
    );
  });

  it('are one Secret of Kubernetes for each reader, but for a Postgres outside', () => {
    const namesOf = (text: string) =>
      (JSON.parse(text) as { items: { metadata: { name: string } }[] }).items.map(
        ({ metadata }) => metadata.name,
      );
    const all = readers.map((reader) => `censo-${reader}`);
    expect(namesOf(kubernetesSecrets(secrets))).to.have.members(all);
    expect(namesOf(kubernetesSecrets(secrets, 'postgres://dba@db/portal'))).to.have.members(
      all.filter((name) => name !== 'censo-postgres'),
    );
  });
});

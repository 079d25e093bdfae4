import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { root } from '../support/processes/child.ts';

interface Text {
  file: string;
  text: string;
}

const read = (pattern: string, exclude: string[] = []): Text[] =>
  globSync(pattern, { cwd: root, exclude }).map((file) => ({
    file,
    text: readFileSync(join(root, file), 'utf8'),
  }));

/** What runs in production: the simulator does not. */
const server = read('{services,shared,scripts/production}/**/*.ts', ['services/simulator/**']);
const browser = read('public/{scripts,worker}/**/*.ts');
const templates = read('templates/**/*.eta');

const filesWith = (texts: readonly Text[], pattern: RegExp): string[] =>
  texts.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

describe('The code that runs in production', () => {
  it('was found, else nothing below could fail', () => {
    expect(server).to.have.length.greaterThan(300);
    expect(browser).to.have.length.greaterThan(20);
    expect(templates).to.have.length.greaterThan(20);
  });

  it('runs no text as code', () => {
    expect(filesWith([...server, ...browser], /\beval\(|new Function\(|node:vm\b/)).to.deep.equal([]);
  });

  it('gives no text to a shell: programs are started with a list of parameters', () => {
    const starts = server.filter(({ text }) => text.includes('node:child_process'));
    expect(starts).to.have.length.greaterThan(0);
    expect(filesWith(starts, /\bexec(?:Sync)?\b[^}]*} from 'node:child_process'|shell: ?true/)).to.deep.equal(
      [],
    );
  });

  it('makes nothing that must not be guessed with Math.random: pauses and the order of equals only', () => {
    expect(filesWith([...server, ...browser], /Math\.random/)).to.have.members([
      'public/scripts/live/source.ts',
      'services/census/terms.ts',
      'services/gateway/live/hub.ts',
    ]);
  });

  it('hashes with SHA-256 or argon2id, and enciphers with AES-256-GCM, in one place', () => {
    const made = server.flatMap(({ text }) => [...text.matchAll(/create(?:Hash|Hmac)\('([^']+)'/g)]);
    expect(new Set(made.map(([, name]) => name))).to.deep.equal(new Set(['sha256']));
    const ciphers = server.flatMap(({ text }) => [...text.matchAll(/create(?:C|Dec)ipheriv\('([^']+)'/g)]);
    expect(ciphers.map(([, name]) => name)).to.deep.equal(['aes-256-gcm', 'aes-256-gcm']);
    expect(filesWith(server, /(?:C|Dec)ipheriv\b|(?:public|private)(?:En|De)crypt\b/)).to.deep.equal([
      'services/accounts/factors/cipher.ts',
    ]);
    expect(filesWith(server, /'argon2(?:i|d)'|RSA_PKCS1/i)).to.deep.equal([]);
  });

  it('trusts every certificate only after a look at it', () => {
    const blind = /rejectUnauthorized: ?false|NODE_TLS_REJECT_UNAUTHORIZED|insecureHTTPParser: ?true/;
    expect(filesWith(server, blind)).to.deep.equal([]);
  });

  it('puts text into a page as text, and hears no other window', () => {
    const markup = /\.(?:inner|outer)HTML\s*=[^=]|insertAdjacentHTML|document\.write|setHTMLUnsafe/;
    expect(filesWith(browser, markup)).to.deep.equal([]);
    const others = /(?:window|self|parent)\.(?:addEventListener\('message'|onmessage)/;
    // What speaks to the worker are pages of its own portal alone.
    expect(filesWith(browser, others)).to.deep.equal(['public/worker/sw.ts']);
    // How many rows a list has and how high they are: of nobody.
    expect(filesWith(browser, /localStorage/)).to.deep.equal(['public/scripts/referrals/kept-view.ts']);
  });

  it('takes into a template unescaped only what is made by us: icons, charts, the policy, parts and the page itself', () => {
    const raw = templates.flatMap(({ text }) =>
      [...text.matchAll(/<%~\s*([\w.]+)/g)].map(([, made]) => made),
    );
    expect(raw).to.include('it.icon');
    const ours = [
      'include',
      'it.icon',
      'it.iconDrawings',
      'it.drawnIcon',
      'it.body',
      'it.policyHtml',
      'it.svg',
      'it.groups.bar',
      'line.bar',
      'it.qr',
      'it.share.qr',
      'it.attributes',
      'here',
    ];
    expect(raw.filter((made = '') => !ours.includes(made))).to.deep.equal([]);
    expect(filesWith(templates, /<script(?![^>]* src=)|\son\w+="|\sstyle="|javascript:/)).to.deep.equal([]);
  });
});

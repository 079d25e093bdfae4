import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { parse } from 'yaml';
import { overlays, variants } from '../../../scripts/development/k8s/check.ts';
import { arrowsOf } from '../../../scripts/development/k8s/manifests/arrows.ts';
import {
  containersOf,
  isOurs,
  type Manifest,
  workloadsOf,
} from '../../../scripts/development/k8s/manifests/manifest.ts';
import { rendererProblem, renderWith } from '../../../scripts/development/k8s/manifests/render.ts';
import { prometheusRule, RULES_FILE } from '../../../scripts/development/k8s/prometheus-rule.ts';
import { natsRoutes } from '../../../scripts/production/censo/keys/files.ts';
import { readCompose } from '../../support/image/compose.ts';
import { readDockerfile } from '../../support/image/dockerfile.ts';
import { ruleFiles } from '../../support/monitoring.ts';
import { root } from '../../support/processes/child.ts';
import { needs } from '../../support/skip.ts';

const run = promisify(execFile);

/** Image → its tags, of every container that is ours. */
const ourImages = (manifests: readonly Manifest[]): string[] =>
  [
    ...new Set(workloadsOf(manifests).flatMap((one) => containersOf(one).map(({ image = '' }) => image))),
  ].filter(isOurs);

describe('The manifests for Kubernetes', () => {
  const rendered = new Map<string, Manifest[]>();
  /** What `npm run k8s:check` says, and how it ends. */
  let checked = '';
  before(async function () {
    needs(this, await rendererProblem());
    for (const overlay of overlays) rendered.set(overlay, await renderWith(join(root, overlay), []));
    const { stdout, stderr } = await run(process.execPath, ['scripts/development/k8s-check.ts'], {
      cwd: root,
    }).catch((failed: { stdout: string; stderr: string }) => failed);
    checked = stdout + stderr;
  });

  for (const { overlay, added } of variants) {
    const name = [overlay, ...added].join(' with ');
    it(`fit Kubernetes' schemas and keep our own rules, as npm run k8s:check says: ${name}`, () => {
      const [, manifests] = new RegExp(`^${name}: (\\d+) manifests, 0 problems$`, 'm').exec(checked) ?? [];
      expect(Number(manifests), checked).to.be.above(10);
    });
  }

  it('say where Redis keeps its file: on its volume, not where an image happens to be', () => {
    for (const [overlay, manifests] of rendered) {
      const redis = workloadsOf(manifests).find(({ name }) => name === 'redis')?.pod.containers[0];
      const folder = redis?.args?.[redis.args.indexOf('--dir') + 1];
      expect(redis?.args, overlay).to.include('--dir');
      expect(
        redis?.volumeMounts?.map(({ mountPath }) => mountPath),
        overlay,
      ).to.include(folder);
    }
  });

  it('can lose what an earlier release had: each kind but those that hold something stands in k8s/README.md', () => {
    const guide = readFileSync(join(root, 'k8s/README.md'), 'utf8');
    const [, listed = ''] = /--prune-allowlist=(.*)$/m.exec(guide) ?? [];
    const kept = ['Namespace', 'PersistentVolumeClaim'];
    for (const { kind, metadata } of [...rendered.values()].flat()) {
      if (!kept.includes(kind)) expect(listed.split(/[{},/]/), kind).to.include(kind);
      expect(metadata.labels?.['app.kubernetes.io/part-of'], metadata.name).to.equal('censo-vivo');
    }
  });

  it('have every component checked', () => {
    const folders = readdirSync(join(root, 'k8s/components'));
    expect(new Set(variants.flatMap(({ added }) => added))).to.deep.equal(new Set(folders));
  });

  it('ring in Prometheus Operator as everywhere', () => {
    expect(readFileSync(RULES_FILE, 'utf8'), 'npm run k8s:rules').to.equal(prometheusRule());
    const { spec } = parse(prometheusRule()) as { spec: { groups: unknown } };
    const groups = ruleFiles.flatMap((name) => {
      const rules = readFileSync(join(root, 'monitoring/prometheus', name), 'utf8');
      return (parse(rules) as { groups: unknown[] }).groups;
    });
    expect(spec.groups).to.deep.equal(groups);
  });

  it('are of the version of package.json, as the images of docker compose are', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    const built = Object.values(readCompose()).filter(({ build }) => build !== undefined);
    const images = new Set(built.map(({ image }) => image));
    expect([...images]).to.have.members(
      ['censo-vivo', 'censo-vivo-scraper', 'censo-vivo-demo'].map((name) => `${name}:${version}`),
    );
    for (const manifests of rendered.values()) expect([...images]).to.include.members(ourImages(manifests));
    const base = readDockerfile().find(({ name }) => name === 'base');
    expect(base?.instructions).to.deep.include({ name: 'ARG', value: `VERSION=${version}` });
  });

  it('bring the simulator to the demo alone, and its scraper reaches no internet', () => {
    const has = (overlay: string) =>
      rendered
        .get(overlay)
        ?.some(({ metadata, kind }) => kind === 'Deployment' && metadata.name === 'simulator');
    expect(overlays.map(has)).to.deep.equal([true, false]);
    const outward = (overlay: string) =>
      [...arrowsOf(rendered.get(overlay) ?? [])].filter((arrow) => arrow.includes('outside')).sort();
    expect(overlays.map(outward)).to.deep.equal([
      [],
      ['accounts → outside:5432', 'census → outside:5432', 'migrate → outside:5432', 'scraper → outside:443'],
    ]);
  });

  it('are reached in production by the name that the portal answers to', () => {
    const [, production = []] = rendered.values();
    const settings = production.find(({ metadata }) => metadata.name.startsWith('censo-config'))?.data;
    const ingress = production.find(({ kind }) => kind === 'Ingress');
    const { rules = [] } = (ingress?.spec ?? {}) as { rules?: { host?: string }[] };
    expect(rules.map(({ host }) => `https://${host}`)).to.deep.equal(settings?.PUBLIC_URL?.split(','));
  });

  it('open for calls without NATS the arrows of docs/architecture.md, and no others', () => {
    const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
    const [, told = ''] = /### Without NATS\n([\s\S]*?)\n##/.exec(page) ?? [];
    const arrows = [...told.matchAll(/`(\w+ → \w+)`/g)].map(([, arrow = '']) => `${arrow}:9465`);
    for (const overlay of overlays) {
      const open = [...arrowsOf(rendered.get(overlay) ?? [])].filter((arrow) => arrow.endsWith(':9465'));
      expect(open, overlay).to.have.members(arrows);
    }
  });

  it('keep events on three servers where there are three', () => {
    const [, production = []] = rendered.values();
    const settings = production.find(({ metadata }) => metadata.name.startsWith('censo-config'))?.data;
    const nats = workloadsOf(production).find(({ name }) => name === 'nats');
    expect(settings?.NATS_STREAM_REPLICAS).to.equal(String(nats?.replicas));
    const { 'nats.conf': text = '' } =
      production.find(({ metadata }) => metadata.name.startsWith('nats-config'))?.data ?? {};
    expect(text).to.include('include "../secrets/cluster.conf"');
    expect(natsRoutes('clave').match(/@nats-\d\.nats-peers:6222/g)).to.have.lengthOf(nats?.replicas ?? 0);
  });

  it('ask for no secret that k8s/README.md does not name', () => {
    const readme = readFileSync(join(root, 'k8s/README.md'), 'utf8');
    const asked = [...rendered.values()]
      .flatMap(workloadsOf)
      .flatMap((workload) =>
        containersOf(workload).flatMap(({ env = [] }) =>
          env.map(({ valueFrom }) => valueFrom?.secretKeyRef).filter((secret) => secret !== undefined),
        ),
      );
    expect(new Set(asked.map(({ name }) => name))).to.include.all.keys('censo-accounts', 'censo-scraper');
    for (const { name, key } of asked) {
      const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\``));
      expect(row, name).to.include(`\`${key}\``);
    }
  });

  it('are applied in two steps as k8s/README.md says: a first one leaves out only the workloads that it names', () => {
    const readme = readFileSync(join(root, 'k8s/README.md'), 'utf8');
    const told = [...readme.matchAll(/kubectl apply -k (\S+) -l 'service notin \(([\w,]+)\)'/g)];
    expect(told.map(([, , names]) => names)).to.deep.equal(['gateway,scraper', 'accounts,census']);
    for (const [, overlay = '', names = ''] of told) {
      const left = names.split(',');
      const later = (rendered.get(overlay) ?? []).filter(({ metadata }) =>
        left.includes(metadata.labels?.service ?? ''),
      );
      const workloads = later.filter(({ kind }) => kind === 'Deployment');
      expect(workloads.map(({ metadata }) => metadata.name)).to.have.members(left);
      for (const { kind } of later) expect(kind).to.be.oneOf(['Deployment', 'Service']);
    }
  });
});

import type { Order } from './faults.ts';

/** One part of an image, as CycloneDX 1.5 has it. */
interface Component {
  type: string;
  name: string;
  version: string;
  purl: string;
  [field: string]: unknown;
}

interface Bill {
  bomFormat: 'CycloneDX';
  specVersion: string;
  components: Component[];
  [field: string]: unknown;
}

interface Wishes {
  image: string;
  version: string;
  order: Order;
}

/**
 * What an image is made of: npm's packages by the lock file, as they are installed into it, Debian's as the image says itself, and Node.
 *
 * @returns a CycloneDX document
 */
export const billOfMaterials = async ({ image, version, order }: Wishes): Promise<Bill> => {
  const options = ['--omit=dev', '--omit=optional', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const bill = JSON.parse(await order('npm', ['sbom', ...options])) as Bill;
  const inside = (program: string, ...parameters: string[]) =>
    order('docker', ['run', '--rm', '--network', 'none', '--entrypoint', program, image, ...parameters]);
  const listed = await inside('dpkg-query', '-W');
  const debian = listed
    .trim()
    .split('\n')
    .map((line): Component => {
      // `libc6:amd64	2.36-9`, or without an architecture.
      const [name = '', number = ''] = line.split('\t');
      const purl = `pkg:deb/debian/${name.split(':')[0]}@${encodeURIComponent(number)}?distro=bookworm`;
      return { type: 'library', name, version: number, purl };
    });
  const node = (await inside('node', '--version')).trim().slice(1);
  return {
    ...bill,
    metadata: { component: { type: 'container', name: image.split(':')[0], version } },
    // Only what depends on each other within npm is known, and of no use to who asks what is inside.
    dependencies: [],
    components: [
      ...bill.components,
      ...debian,
      { type: 'application', name: 'node', version: node, purl: `pkg:generic/node@${node}` },
    ],
  };
};

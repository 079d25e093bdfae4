import { containersOf, type Rule, workloadsOf } from '../manifests/manifest.ts';

/** Every image is one version, by tag or digest, and never `latest`. */
export const images: Rule = (manifests) =>
  workloadsOf(manifests).flatMap((workload) =>
    containersOf(workload)
      .filter(({ image = '' }) => !isPinned(image))
      .map(({ name, image }) => `${workload.kind} ${workload.name}: ${name} has an unpinned image ${image}`),
  );

/** True for an image with a tag that has a digit, or with a digest. */
export const isPinned = (image: string): boolean =>
  /@sha256:[0-9a-f]{64}$/.test(image) || /:[\w.-]*\d[\w.-]*$/.test(image);

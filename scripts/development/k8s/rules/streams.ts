import { label, ofKind, type Rule } from '../manifests/manifest.ts';

/** How nginx, by its annotations, lets an event stream through; other controllers have their own. */
const NGINX = {
  'nginx.ingress.kubernetes.io/proxy-buffering': (value: string) => value === 'off',
  'nginx.ingress.kubernetes.io/proxy-read-timeout': (value: string) => Number(value) >= 60,
};

/** Whatever lets people in neither holds an event stream back nor cuts it. */
export const streams: Rule = (manifests) => [
  ...ofKind(manifests, 'Ingress')
    .filter(({ spec }) => spec.ingressClassName === 'nginx')
    .flatMap((ingress) =>
      Object.entries(NGINX)
        .filter(([name, fits]) => !fits(ingress.metadata.annotations?.[name] ?? ''))
        .map(([name]) => `${label(ingress)} cuts event streams or holds them back: ${name}`),
    ),
  ...ofKind(manifests, 'HTTPRoute').flatMap((route) =>
    (route.spec.rules ?? [])
      .filter(({ backendRefs = [] }) => backendRefs.length > 0)
      .flatMap(({ timeouts }) => [timeouts?.request, timeouts?.backendRequest])
      .filter((timeout) => timeout !== '0s')
      .map((timeout) => `${label(route)} cuts event streams after ${timeout ?? 'a time of its own'}`),
  ),
];

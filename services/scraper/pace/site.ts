import { isIP } from 'node:net';

/** What registries of two letters sell names below ("gov.co"); one that is missing makes two sites one, which is only slower. */
const SECOND_LEVEL = new Set('ac co com edu gob gov mil net nom org'.split(' '));

/** The site that a host belongs to: hosts of one are asked at one pace. */
export const siteOf = ({ hostname }: URL): string => {
  const labels = hostname.split('.');
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || labels.length < 3) return hostname;
  const [second = '', top = ''] = labels.slice(-2);
  return labels.slice(top.length === 2 && SECOND_LEVEL.has(second) ? -3 : -2).join('.');
};

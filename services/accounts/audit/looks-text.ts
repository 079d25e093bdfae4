/** How an entry says that it stands for many looks: the moment of the first and the seconds from it to each of the others. */
const SAID = /^(.*?)\s?\[miradas (\d{4}-\d\d-\d\dT[\d:.]+Z)((?: \+\d+)*)\]$/s;

/** Writes when an open page looked, behind what else an entry says. @param moments oldest first */
export const looksText = (detail: string, moments: readonly Date[]): string => {
  const [first] = moments;
  if (first === undefined) return detail;
  const later = moments
    .slice(1)
    .map((moment) => ` +${Math.round((moment.getTime() - first.getTime()) / 1_000)}`);
  return `${detail}${detail === '' ? '' : ' '}[miradas ${first.toISOString()}${later.join('')}]`;
};

/** How many looks an entry stands for, and since when: one, but for what {@link looksText} wrote. */
export const looksIn = ({
  at,
  detail,
}: {
  at: Date;
  detail: string;
}): { times: number; from: Date; detail: string } => {
  const [, before = '', first, later = ''] = SAID.exec(detail) ?? [];
  if (first === undefined) return { times: 1, from: at, detail };
  return { times: 1 + (later.match(/\+/g)?.length ?? 0), from: new Date(first), detail: before };
};

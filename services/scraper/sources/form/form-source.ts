import type { Failure, Outcome } from '../../../../shared/contract/outcome.ts';
import { unlessAborted } from '../../../../shared/time/unless-aborted.ts';
import type { SourcePlugin } from '../source.ts';
import { createStopwatch } from '../stopwatch.ts';
import { answerWidget } from './captcha-widget.ts';
import { fillForm } from './fill-form.ts';
import type { FormProfile } from './form-profile.ts';
import { openForm } from './open-form.ts';
import { PATIENCE, type Patience } from './patience.ts';
import { submitForm } from './submit-form.ts';
import { watchTraffic } from './traffic.ts';
import type { Visit } from './visit.ts';

/** Evidence of more characters than this is cut: operators need its beginning. */
const MAX_KEPT = 200_000;

/** A source that fills the page's form as a person does and reads the answer. */
export const createFormSource = (profile: FormProfile, patience: Patience = PATIENCE): SourcePlugin => ({
  name: profile.name,
  hosts: profile.hosts,
  via: 'browser',
  open: (means) => ({
    lookup: (cedula, signal) => {
      const keep = (text: string) => means.keep(text.slice(0, MAX_KEPT));
      const time = means.time ?? createStopwatch();
      const traffic = watchTraffic(means.page, means.url, time);
      const visit: Visit = { ...means, keep, time, traffic, profile, patience, cedula, signal };
      return unlessAborted(signal, ask(visit));
    },
  }),
});

/** What has to be done before the question is sent, each unless something failed before it. */
const preparations: readonly ((visit: Visit) => Promise<Failure | null>)[] = [
  openForm,
  fillForm,
  answerWidget,
];

const ask = async (visit: Visit): Promise<Outcome> => {
  for (const prepare of preparations) {
    const failed = await prepare(visit);
    if (failed !== null) return failed;
  }
  return submitForm(visit);
};

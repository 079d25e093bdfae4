/** What people are told; a notice brings only which of these it is, so nobody else's words are ever shown. */
const texts: Record<string, string> = {
  answer: 'Ya hay una respuesta. Ábrala en el portal.',
  failure: 'No pudimos obtener la respuesta. Vea en el portal qué puede hacer.',
  moved: 'Su puesto de votación cambió. Véalo en el portal.',
};
const OTHER = 'Hay algo nuevo. Véalo en el portal.';

/** Where a notice leads: nothing that it brings says so. */
const ANSWER = '/perfil/#censo';

/** Put before this code by the portal: the address of a picture. */
declare const ICON: string;
declare const self: ServiceWorkerGlobalScope;

const kindOf = (data: PushMessageData | null): unknown => {
  try {
    return data?.json().kind;
  } catch {
    return undefined; // No JSON: a notice all the same.
  }
};

/** Safari takes the right away from who is told and shows nothing. */
const mustShow = (): boolean => !/Chrome|Firefox/.test(navigator.userAgent);

/** Shows what came; nothing to whoever looks at the portal at that moment, which says it by itself. */
export const tell = async (data: PushMessageData | null): Promise<void> => {
  const windows = await self.clients.matchAll({ type: 'window' });
  if (windows.some(({ focused }) => focused) && !mustShow()) return;
  const kind = kindOf(data);
  const body = typeof kind === 'string' && Object.hasOwn(texts, kind) ? texts[kind] : OTHER;
  await self.registration.showNotification('Censo Vivo', {
    ...{ body: body ?? OTHER, icon: ICON, lang: 'es-CO' },
    // A newer one takes the place of one that nobody has looked at.
    tag: 'censo',
  });
};

/** Goes to the answer, in a window that is open already if there is one. */
export const openAnswer = async (): Promise<void> => {
  const [open] = await self.clients.matchAll({ type: 'window' });
  try {
    await (await open?.focus())?.navigate(ANSWER);
    if (open !== undefined) return;
  } catch {
    // One that this worker does not have yet.
  }
  await self.clients.openWindow(ANSWER);
};

import type { Channel, Purpose } from '../../../shared/contract/consent.ts';

/** A purpose in the words of whoever decides on it. */
interface PurposeWords {
  name: string;
  /** What it allows. */
  allows: string;
  /** What happens without it. */
  without: string;
}

/** What each decision is called, and what it means, everywhere in the same words. */
export const purposeWords: Record<Purpose, PurposeWords> = {
  policy: {
    name: 'Política de datos',
    allows: 'Guardar sus datos para que tenga una cuenta.',
    without:
      'No se consulta su cédula y nadie que le invitó ve sus datos. Su cuenta sigue, hasta que la borre.',
  },
  lookup: {
    name: 'Consulta en el censo electoral',
    allows: 'Consultar su cédula en la página de la Registraduría para mostrarle su puesto de votación.',
    without: 'Nadie consulta su cédula, y se borra la respuesta que hubiera.',
  },
  sharing: {
    name: 'Compartir con quien le invitó',
    allows:
      'Que quien le invitó vea su nombre y, si es líder, también su cédula, su celular y su respuesta del censo; y quien coordina a ese líder, lo mismo.',
    without: 'Quien le invitó deja de ver sus datos: solo le queda un número en su total.',
  },
};

const channels: Record<Channel, string> = {
  web: 'En este portal',
  api: 'Por un programa',
  command: 'Por quien administra el portal',
  earlier: 'Una sola decisión, con el texto anterior',
};

/** By which way a decision came, in the same words everywhere. */
export const channelName = (channel: Channel): string => channels[channel];

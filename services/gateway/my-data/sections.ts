import type { IconName } from '../ui/icons.ts';

/** A page of "Mis datos", as its first page offers it. */
export interface Section {
  href: string;
  icon: IconName;
  title: string;
  /** What somebody does there, in one sentence. */
  text: string;
}

/** What a person can do with their data, in the order of the page. A room that adds a page adds its entry here. */
export const sections: readonly Section[] = [
  {
    href: '/mis-datos/corregir/',
    icon: 'pencil-square',
    title: 'Corregir',
    text: 'Su nombre, su celular, quién le invitó, o su cédula.',
  },
  {
    href: '/mis-datos/descargar/',
    icon: 'arrow-down-tray',
    title: 'Descargar',
    text: 'Todo lo que guardamos de usted, en un archivo.',
  },
  {
    href: '/mis-datos/autorizaciones/',
    icon: 'check-badge',
    title: 'Sus autorizaciones',
    text: 'Vea lo que autorizó, retírelo o délo de nuevo, y descargue su constancia.',
  },
  {
    href: '/mis-datos/solicitar/',
    icon: 'chat-bubble-left-right',
    title: 'Solicitar',
    text: 'Una consulta o un reclamo sobre sus datos, y en qué va.',
  },
  {
    href: '/mis-datos/borrar/',
    icon: 'trash',
    title: 'Borrar mis datos',
    text: 'Borra su cuenta y todo lo que guardamos de usted.',
  },
];

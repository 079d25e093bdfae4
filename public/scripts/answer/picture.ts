import { save } from '../ui/save.ts';
import { drawTicket, type TicketWords } from './draw-ticket.ts';

/** Without whose it is: the picture is sent on, and so is its name. */
const NAME = 'puesto-de-votacion.png';

/** Buttons that make a picture of the ticket, here in the browser; without a script they are not there. Those that are new begin. */
export const enhancePicture = (): void => {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-picture][hidden]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      const ticket = button.closest<HTMLElement>('.ticket');
      if (ticket === null) return;
      drawTicket(wordsOf(ticket)).toBlob((contents) => {
        if (contents !== null) save({ name: NAME, contents });
      }, 'image/png');
    });
  }
};

const wordsOf = (ticket: HTMLElement): TicketWords => {
  const lines = (selector: string): string[] =>
    (ticket.querySelector<HTMLElement>(selector)?.innerText ?? '').split('\n').filter((line) => line !== '');
  return {
    election: lines('.election'),
    puesto: lines('.puesto').join(' '),
    mesa: lines('.mesa strong').join(' '),
    address: lines('.direccion'),
    notes: [...lines(':scope > .quiet'), 'Censo Vivo. No es un sitio oficial.'],
  };
};

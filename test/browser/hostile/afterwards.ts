import { formPage } from '../../support/official/form-page.ts';
import type { HostilePage } from './hostile-page.ts';
import { html } from './hostile-site.ts';

/** A page that answers as it should, and does something once it has. */
const page = (name: string, what: string, afterwards: string): HostilePage => ({
  name,
  what,
  behaviour: {
    visit: html(
      formPage(
        '',
        `document.querySelector('#consultaForm').addEventListener('submit', async (event) => {
          event.preventDefault();
          await fetch('../back/api/consulta', { method: 'POST', body: documento.value }).then((r) => r.text());
          ${afterwards}
        });`,
      ),
    ),
  },
  ends: 'active',
});

/** Pages that have answered, in the context that serves the next lookup. */
export const afterwards: readonly HostilePage[] = [
  page(
    'after-busy',
    'that hardly lets its tab do anything once it has answered',
    'setInterval(() => { for (const until = Date.now() + 200; Date.now() < until; ); }, 20);',
  ),
  page(
    'after-windows',
    'that opens windows once it has answered',
    'setInterval(() => open("about:blank"), 5);',
  ),
  page(
    'after-dialogs',
    'that does not want to be left',
    'addEventListener("beforeunload", (leave) => { leave.preventDefault(); leave.returnValue = "no"; }); setInterval(() => alert("no"), 5);',
  ),
  page(
    'after-asks',
    'that goes on asking',
    'setInterval(() => fetch("../back/api/consulta", { method: "POST" }), 5);',
  ),
];

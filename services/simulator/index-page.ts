import { ENDINGS, OTHER_SUFFIXES } from './endings/endings.ts';
import { OUTAGES, type Outage } from './wire/outage.ts';
import { FORM_PATHS, type Profile, profiles } from './wire/profile.ts';
import { html, type Reply } from './wire/reply.ts';

/** Where the first page's buttons begin and end an outage; `tipo` says which, `pagina` of which page, of both unless told. */
export const OUTAGE_PATH = '/caida';

/**
 * The simulator's own first page: says what it is, links to both forms, lists the endings, begins and ends outages. Imitates
 * nothing.
 */
export const indexPage = (outages: Readonly<Record<Profile, Outage | null>>): Reply => {
  const rows = ENDINGS.map(({ suffix, description }) => row(suffix, description)).join('\n');
  return html(`<!DOCTYPE html>
<html lang="es">
<head><meta charset="utf-8"><meta name="robots" content="noindex"><title>Simulador del censo</title></head>
<body>
<h1>Simulador de la consulta del censo</h1>
<p><strong>Esta no es una página de la Registraduría.</strong> Es un simulador local y todos sus datos son inventados:
ningún puesto de votación de los que muestra es real.</p>
<ul>
  <li><a href="${FORM_PATHS.consultacenso}">Formulario consultacenso</a></li>
  <li><a href="${FORM_PATHS.wsp}">Formulario wsp</a></li>
</ul>
<h2>Qué responde</h2>
<p>Lo deciden los dos últimos dígitos de la cédula:</p>
<table>
<thead><tr><th>Termina en</th><th>Respuesta</th></tr></thead>
<tbody>
${rows}
${row('otros', OTHER_SUFFIXES.description)}
</tbody>
</table>
<h2>Cuando se cae</h2>
<p>Una caída es para todas las cédulas.</p>
<ul>
${profiles.map((page) => stateOf(page, outages[page])).join('\n')}
</ul>
<h3>Las dos páginas</h3>
${buttonsFor('')}
${profiles.map((page) => `<h3>Solo ${page}</h3>\n${buttonsFor(`&pagina=${page}`)}`).join('\n')}
</body>
</html>
`);
};

const row = (suffix: string, description: string): string =>
  `<tr><td>${suffix}</td><td>${description}</td></tr>`;

const stateOf = (page: Profile, outage: Outage | null): string =>
  `<li>${page}: ${outage === null ? 'funciona' : `caída (${OUTAGES[outage]})`}</li>`;

const buttonsFor = (page: string): string =>
  [...Object.entries(OUTAGES), ['', 'Funciona de nuevo']]
    .map(
      ([outage, what]) =>
        `<form method="post" action="${OUTAGE_PATH}?tipo=${outage}${page}"><button>${what}</button></form>`,
    )
    .join('\n');

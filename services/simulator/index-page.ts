import { ENDINGS, OTHER_SUFFIXES } from './endings.ts';
import { FORM_PATHS } from './profile.ts';
import { html, type Reply } from './reply.ts';

/** The simulator's own first page: says what it is, links to both forms, lists the endings. Imitates nothing. */
export function indexPage(): Reply {
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
</body>
</html>
`);
}

function row(suffix: string, description: string): string {
  return `<tr><td>${suffix}</td><td>${description}</td></tr>`;
}

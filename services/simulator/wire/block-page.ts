import { html, type Reply } from './reply.ts';

/** The block page, with HTTP 200: class `.blocked h3` seen, the words and the rest guessed. */
export const blockPage = (): Reply =>
  html(`<!DOCTYPE html>
<html lang="es">
<head><meta charset="utf-8"><title>Acceso bloqueado</title></head>
<body>
  <div class="blocked">
    <h3>Su acceso a esta página ha sido bloqueado temporalmente.</h3>
    <p>Hemos detectado un número inusual de consultas. Intente de nuevo más tarde.</p>
  </div>
</body>
</html>
`);

import { variables } from '../../shared/config/variables/variables.ts';

/** The text of `.env.example`: every variable with its help, unit and default. */
export const envExample = (): string => {
  const entries = Object.entries(variables).map(([name, { fallback, unit, help }]) => {
    const assignment = fallback === undefined ? `# ${name}=` : `${name}=${fallback}`;
    return `# ${help}\n# Unidad o valores: ${unit}\n${assignment}\n`;
  });
  return [
    '# Configuración de Censo Vivo. Copie este archivo como .env y cambie lo que necesite; todo es opcional en modo embebido.\n# El valor de cualquier variable puede venir de un archivo: REDIS_URL_FILE=/ruta en lugar de REDIS_URL=…\n',
    ...entries,
  ].join('\n');
};

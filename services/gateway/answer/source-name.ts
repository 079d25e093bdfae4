const sources: Record<string, string | undefined> = {
  consultacenso: 'Página de la Registraduría',
  wsp: 'Página anterior de la Registraduría',
};

/** Where it was asked; a source of the operator's own has the name that they gave it. */
export const sourceName = (source: string | null): string | null =>
  source === null ? null : (sources[source] ?? source);

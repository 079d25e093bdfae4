const sources: Record<string, string | undefined> = {
  consultacenso: 'Página de la Registraduría',
  wsp: 'Página anterior de la Registraduría',
};

/** That an answer came from another page than the one that is asked first, in a sentence about it. */
export const elsewhere = (source: string): string =>
  `de ${source === 'wsp' ? 'la página anterior de la Registraduría' : `otra página de la Registraduría (${source})`} porque la principal no respondía`;

/** Where it was asked; a source of the operator's own has the name that they gave it. */
export const sourceName = (source: string | null): string | null =>
  source === null ? null : (sources[source] ?? source);

/** The last commit of the release before this one: 0.2.1. Its code runs beside this one's wherever an upgrade is tried. */
export const PREVIOUS = process.env.PREVIOUS ?? 'ca6bbe2e';

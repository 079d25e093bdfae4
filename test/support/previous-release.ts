/** The last commit of the release before this one: 0.2.0. Its code runs beside this one's wherever an upgrade is tried. */
export const PREVIOUS = process.env.PREVIOUS ?? '86e929c3';

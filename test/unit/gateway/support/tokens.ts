const LENGTH = 43;

/** A session's token that looks like ours, told from others by its beginning. */
export const tokenOf = (name: string): string => name.padEnd(LENGTH, '_');

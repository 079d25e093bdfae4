/** What an error says, or whatever was thrown in place of one. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What a password costs where a test is about something else, in KiB of memory: a hash takes 26 ms of a core otherwise. */
export const CHEAP_KIB = 64;
/** What it costs people, for the tests about that. */
export const DEAR_KIB = 19_456;

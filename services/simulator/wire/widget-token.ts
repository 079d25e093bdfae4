/** What the forms' captcha widgets fill themselves with, as the pages have it. */
const OWN_TOKEN = 'simulador';

/**
 * Did somebody solve the captcha? Any token will do but the widget's own, which suffices as long as none is demanded:
 * the simulator has no captcha to check it against.
 */
export const isSolved = (token: string): boolean => token !== '' && token !== OWN_TOKEN;

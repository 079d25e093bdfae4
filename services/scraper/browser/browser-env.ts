/** What a browser needs of our environment: paths, language, display, fonts and libraries. */
const PASSED_ON =
  /^(PATH|HOME|USER|LOGNAME|SHELL|TMPDIR|TZ|LANG|LANGUAGE|LC_\w+|DISPLAY|XAUTHORITY|WAYLAND_DISPLAY|XDG_\w+|DBUS_\w+|LD_LIBRARY_PATH|FONTCONFIG_\w+|CHROME_\w+|CHROMIUM_FLAGS)$/;

/**
 * The environment for a browser process: a short list of ours, and `own` over it. The rest stays behind,
 * because it holds passwords and keys and a browser runs code that strangers wrote.
 *
 * @param own variables that this browser needs, such as LD_LIBRARY_PATH
 */
export const browserEnv = (
  own: Readonly<Record<string, string>> = {},
  inherited: NodeJS.ProcessEnv = process.env,
): Record<string, string> => {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(inherited)) {
    if (value !== undefined && PASSED_ON.test(name)) env[name] = value;
  }
  return { ...env, ...own };
};

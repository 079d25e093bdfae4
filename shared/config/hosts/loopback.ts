/** True for an address of this machine, by its name: localhost, 127.0.0.0/8 or [::1]. */
export const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || /^127(\.\d+){3}$/.test(hostname) || hostname === '[::1]';

/**
 * What Chromium is started with, besides the driver's own switches. Measured on Debian 12 without a graphics
 * card; never `--single-process`, which kills most lookups, nor `--disable-web-security`.
 */
const ALWAYS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Else Chromium describes every form that it sees to Google, through a context's proxy too. Not by
  // `--disable-features`: a second one takes the place of the driver's own.
  '--autofill-server-url=about:blank',
  // A page's calls (WebRTC) know ways past rules and proxies: UDP to any address, also of this network.
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
] as const;

export const NO_SANDBOX = '--no-sandbox';

interface FlagOptions {
  /** False where Chromium's own sandbox cannot start, as for root; true unless told. */
  sandbox?: boolean;
  /**
   * Which hosts may be asked, as `hostRules` says it; none = all. Chromium then finds no other, by name or address, whoever
   * asks: a page, its worker, a redirect.
   */
  rules?: string | undefined;
}

/** The flags for one browser. */
export const launchFlags = ({ sandbox = true, rules }: FlagOptions = {}): string[] => [
  ...ALWAYS,
  ...(rules === undefined ? [] : [`--host-resolver-rules=${rules}`]),
  ...(sandbox ? [] : [NO_SANDBOX]),
];

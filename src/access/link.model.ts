const hour = 60 * 60 * 1000;

/**
 * How long a one-time link can be used: one for an administrator, for somebody invited, for somebody who forgot the
 * password, and for somebody outside who gives a connection its credentials.
 */
export const linkLives = {
  administrator: hour,
  invitation: 7 * 24 * hour,
  reset: 24 * hour,
  reauthenticate: 24 * hour,
} as const;
export type LinkKind = keyof typeof linkLives;

/** What a link opens: a sign-in, or one connection. Neither kind is ever found where the other is looked for. */
export type Door = 'link' | 'reauthenticate';
export const doorOf = (kind: LinkKind): Door => (kind === 'reauthenticate' ? 'reauthenticate' : 'link');

/** The subject of a link that makes an administrator; a person's link has the number of the sign-in. */
export const administratorSubject = 'administrator';

/** The page that takes a link. The secret stands in the fragment, which browsers send to nobody and no log holds. */
export function linkAddress(base: string, secret: string, door: Door = 'link'): string {
  return `${base.replace(/\/+$/, '')}/${door === 'link' ? 'welcome' : 'reauthenticate'}#${secret}`;
}

/** The address people use: PUBLIC_URL, else where the hub listens (an address for all interfaces is reached by loopback). */
export function hubAddress(config: {
  readonly publicUrl?: string | undefined;
  readonly host: string;
  readonly port: number;
}): string {
  if (config.publicUrl !== undefined) return config.publicUrl.replace(/\/+$/, '');
  const host = config.host === '0.0.0.0' ? '127.0.0.1' : config.host === '::' ? '::1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${config.port}`;
}

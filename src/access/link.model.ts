const hour = 60 * 60 * 1000;

/** How long a one-time link can be used: one for an administrator, for somebody invited, for somebody who forgot the password. */
export const linkLives = { administrator: hour, invitation: 7 * 24 * hour, reset: 24 * hour } as const;
export type LinkKind = keyof typeof linkLives;

/** The subject of a link that makes an administrator; a person's link has the number of the sign-in. */
export const administratorSubject = 'administrator';

/** The page that takes a link. The secret stands in the fragment, which browsers send to nobody and no log holds. */
export function linkAddress(base: string, secret: string): string {
  return `${base.replace(/\/+$/, '')}/welcome#${secret}`;
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

import { administratorLink, needsFirstAdministrator } from './administrator-link.usecases.ts';
import { hubAddress, linkAddress } from './link.model.ts';
import type { Hub } from './use-case.ts';

/** `district` where the hub has several; `address` where the hub knows better than its configuration where it listens (PORT=0). */
export type AdminLinkOptions = { readonly district?: string | undefined; readonly address?: string | undefined };

/** `hallpass admin link`: the address of a one-time link (an hour long) that makes an administrator, the first or a further one. */
export async function adminLink(hub: Hub, options: AdminLinkOptions = {}): Promise<string> {
  return linkAddress(options.address ?? hubAddress(hub.config), await administratorLink(hub, options.district));
}

/** What a hub that starts prints: a link while it has no administrator; null once it has. */
export async function firstAdministratorLink(hub: Hub, options: AdminLinkOptions = {}): Promise<string | null> {
  return (await needsFirstAdministrator(hub)) ? adminLink(hub, options) : null;
}

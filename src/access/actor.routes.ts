import type { FastifyRequest } from 'fastify';
import { refuse } from '../dictionary/refusal.model.ts';
import type { Actor } from '../platform/actor.ts';
import type { Queries } from '../platform/database.ts';
import type { Ask } from '../platform/pipelined.ts';
import { type FoundKey, grantsOfKey } from './api-key.model.ts';
import { findKey, noteKeyUse } from './api-key.repository.ts';
import { actorOfSession } from './session.usecases.ts';
import type { Hub } from './use-case.ts';

export const sessionCookie = 'hallpass_session';

/** Who asks on the management API: the holder of a key with the scope manage, or of a session. Nobody, or somebody who may not: refused. */
export async function actorOf(app: Hub, request: FastifyRequest): Promise<Actor> {
  const bearer = bearerOf(request);
  if (bearer !== null) {
    const key = await usedKey(app, bearer);
    if (!key.scopes.includes('manage')) throw refuse('request.not_permitted', { permission: 'manage' });
    return actorOfKey(key, 'manage');
  }
  const secret = sessionSecretOf(request);
  if (secret === null) throw refuse('request.not_signed_in');
  refuseOtherSites(app, request);
  const actor = await actorOfSession(app, secret);
  if (actor === null) throw refuse('request.not_signed_in');
  return actor;
}

/** Who calls the rostering API: the holder of a key with the scope rostering, its connection, and its schools (null: the whole district). */
export async function rosteringKeyOf(
  app: Hub,
  request: FastifyRequest,
  /** Where calls come by the thousand, a faster way to ask. */
  db: Queries | Ask = app.db,
): Promise<{ actor: Actor; key: FoundKey; schools: readonly string[] | null }> {
  const bearer = bearerOf(request);
  if (bearer === null) throw refuse('request.not_signed_in');
  const key = await usedKey(app, bearer, db);
  if (!key.scopes.includes('rostering')) throw refuse('request.not_permitted', { permission: 'rostering' });
  return { actor: actorOfKey(key, 'rostering'), key, schools: schoolsOf(key) };
}

export function sessionSecretOf(request: FastifyRequest): string | null {
  const value = request.cookies[sessionCookie];
  return value === undefined || value === '' ? null : value;
}

async function usedKey(app: Hub, secret: string, db: Queries | Ask = app.db): Promise<FoundKey> {
  const key = await findKey(db, secret);
  if (key === null) throw refuse('request.not_signed_in');
  await noteKeyUse(app.db, key, app.clock());
  return key;
}

function actorOfKey(key: FoundKey, surface: 'manage' | 'rostering'): Actor {
  return {
    kind: 'api_key',
    id: String(key.id),
    name: key.name,
    district: key.district,
    grants: grantsOfKey(key.scopes, schoolsOf(key), surface),
  };
}

function schoolsOf(key: FoundKey): readonly string[] | null {
  return key.schools.length === 0 ? null : key.schools;
}

export function bearerOf(request: FastifyRequest): string | null {
  return /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

const harmless: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A browser sends the session's cookie from every page; one that changes something must come from a page of ours, and must say so. */
export function refuseOtherSites(app: Pick<Hub, 'config'>, request: FastifyRequest): void {
  if (harmless.has(request.method)) return;
  if (!saysOurs(app, request)) throw refuse('request.cross_site');
}

/** Signing in brings no cookie yet: a script that says nothing of where it comes from may, a page of another site may not. */
export function refuseOtherSitesThatSay(app: Pick<Hub, 'config'>, request: FastifyRequest): void {
  const silent = request.headers['sec-fetch-site'] === undefined && request.headers.origin === undefined;
  if (!silent) refuseOtherSites(app, request);
}

function saysOurs(app: Pick<Hub, 'config'>, request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = request.headers.origin;
  if (origin === undefined || !URL.canParse(origin)) return false;
  const asked = `${request.protocol}://${request.host}`;
  if (URL.canParse(asked) && new URL(origin).host === new URL(asked).host) return true;
  const { publicUrl } = app.config;
  return publicUrl !== undefined && new URL(publicUrl).origin === origin;
}

import rateLimit from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import { refuse } from '../dictionary/refusal.model.ts';
import type { Server } from '../platform/server.ts';

/** Limits how often an address may try what needs no sign-in; beyond it a try is refused, with when the next may come. */
export async function attemptLimit(
  server: Server,
  attempts: { readonly max: number; readonly timeWindow: number },
): Promise<(request: FastifyRequest) => Promise<void>> {
  if (!server.hasDecorator('createRateLimit')) await server.register(rateLimit, { global: false });
  const byAddress = server.createRateLimit(attempts);
  return async (request) => {
    const counted = await byAddress(request);
    if (!counted.isAllowed && counted.isExceeded)
      throw refuse('request.too_many', { seconds: String(Math.max(1, counted.ttlInSeconds)) });
  };
}

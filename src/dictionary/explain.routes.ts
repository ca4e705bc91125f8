import rateLimit from '@fastify/rate-limit';
import type { Server } from '../platform/server.ts';
import { builtInMatcher } from './built-in.ts';
import { explanation, question } from './entry.schema.ts';
import { explainMessage } from './explanation.model.ts';
import { refuse } from './refusal.model.ts';
import { refusalBody } from './refusal.schema.ts';

/** Explaining to everybody: built-in entries only, nothing is kept. */
export async function explainRoutes(server: Server): Promise<void> {
  if (!server.hasDecorator('createRateLimit')) await server.register(rateLimit, { global: false });
  const limit = server.createRateLimit({ max: 60, timeWindow: 60_000 });
  server.post(
    '/dictionary/v1/explain',
    {
      schema: {
        tags: ['dictionary'],
        summary: 'What a message of a system means, who fixes it, and how',
        security: [],
        body: question,
        response: { 200: explanation, '4xx': refusalBody },
      },
    },
    async (request) => {
      const counted = await limit(request);
      if (!counted.isAllowed && counted.isExceeded)
        throw refuse('request.too_many', { seconds: String(Math.max(1, counted.ttlInSeconds)) });
      return explainMessage(builtInMatcher(), request.body);
    },
  );
}

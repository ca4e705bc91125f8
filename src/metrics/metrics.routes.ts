import { timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { refuse } from '../dictionary/refusal.model.ts';
import type { App } from '../platform/house.ts';
import { digestOf } from '../platform/secrets.ts';
import type { Server } from '../platform/server.ts';

/** What a proxy adds of whom it asks for: such a request comes from elsewhere, whatever address the socket has. */
const forwarding = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** `GET /metrics`, as Prometheus reads it, for this machine itself and for whoever has the token. */
export function metricsRoutes(server: Server, { metrics, config }: Pick<App, 'metrics' | 'config'>): void {
  server.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!isOfThisMachine(request) && !hasToken(request, config.metricsToken)) throw refuse('request.metrics_closed');
    return reply
      .type(metrics.registry.contentType)
      .header('cache-control', 'no-store')
      .send((await metrics.registry.metrics()) as never);
  });
}

function isOfThisMachine({ socket, headers }: FastifyRequest): boolean {
  const address = socket.remoteAddress ?? '';
  return (
    isIP(address) !== 0 &&
    ipaddr.process(address).range() === 'loopback' &&
    forwarding.every((name) => headers[name] === undefined)
  );
}

function hasToken({ headers }: FastifyRequest, token: string | undefined): boolean {
  const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (token === undefined || given === undefined) return false;
  return timingSafeEqual(digestOf(given), digestOf(token));
}

import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import { fastify, LogController } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { pino } from 'pino';
import type { Metrics } from './metrics.ts';

/** The HTTP server with everything that all routes share: schemas by zod, the API's description, safe headers, one log line a request. */
export async function makeServer(options: {
  log: pino.Logger;
  trustProxy: readonly string[];
  secure: boolean;
  metrics?: Metrics;
}) {
  const app = fastify({
    loggerInstance: options.log,
    trustProxy: options.trustProxy.length === 0 ? false : [...options.trustProxy],
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1024 * 1024,
    requestIdHeader: false,
    genReqId: () => crypto.randomUUID(),
    forceCloseConnections: true,
    // An address that cannot be read is refused in the same shape as everything else.
    frameworkErrors: (error, request, reply) => void app.errorHandler(error, request, reply),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:'],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
        'form-action': ["'self'"],
      },
    },
    strictTransportSecurity: options.secure,
    // Links to records hold their keys; no other site is told them.
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Hallpass',
        version: '1',
        description:
          'Moves rosters, sections and grades between a school’s systems, and says exactly what did not get through.\n\n[Try the rostering API](/try) from the console, with a key of yours.',
      },
      components: {
        securitySchemes: {
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description: 'An API key, made in the console or by the district file.',
          },
          session: { type: 'apiKey', in: 'cookie', name: 'hallpass_session' },
        },
      },
    },
    transform: jsonSchemaTransform,
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    options.metrics?.answered(request.method, route, reply.statusCode, reply.elapsedTime);
    request.log.info(
      {
        route,
        method: request.method,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
  });
  return app;
}

export type Server = Awaited<ReturnType<typeof makeServer>>;

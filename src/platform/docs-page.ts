import { createHash } from 'node:crypto';
import scalar from '@scalar/fastify-api-reference';
import type { Server } from './server.ts';

/** The API's description as a page at `/docs`, all of it served from here; nothing on it leads to its maker's services. */
export async function docsPage(server: Server): Promise<void> {
  await server.register(async (docs) => {
    // The page begins with a script in its text. That very script is allowed, on this page alone.
    docs.addHook('onSend', async (_request, reply, payload) => {
      const policy = reply.getHeader('content-security-policy');
      const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
      if (isPage && typeof payload === 'string' && typeof policy === 'string')
        reply.header(
          'content-security-policy',
          policy.replace("script-src 'self'", `$& ${scriptsOf(payload).join(' ')}`),
        );
      return payload;
    });
    await docs.register(scalar, {
      routePrefix: '/docs',
      configuration: {
        url: '/openapi.json',
        withDefaultFonts: false,
        telemetry: false,
        showDeveloperTools: 'never',
        hideClientButton: true,
        agent: { disabled: true },
        mcp: { disabled: true },
      },
    });
  });
}

const scriptsOf = (page: string): string[] =>
  [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );

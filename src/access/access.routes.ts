import type { App } from '../platform/house.ts';
import type { Server } from '../platform/server.ts';
import { apiKeyRoutes } from './api-key.routes.ts';
import { peopleRoutes, roleRoutes } from './people.routes.ts';
import { sessionRoutes } from './session.routes.ts';

/** Sign-in, people, roles and keys. `demo` is told to the console, which then says that the data is not real. */
export async function accessRoutes(
  server: Server,
  app: App,
  options: { readonly demo: boolean } = { demo: false },
): Promise<void> {
  await sessionRoutes(server, app, options);
  peopleRoutes(server, app);
  roleRoutes(server, app);
  apiKeyRoutes(server, app);
}

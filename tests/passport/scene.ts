import type { listAttempts } from '../../src/passport/passport.usecases.ts';

export type Attempt = Awaited<ReturnType<typeof listAttempts>>['attempts'][number];

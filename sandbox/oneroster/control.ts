import Fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { faultSchema } from './fault.schema.ts';
import { passNight } from './load.ts';
import { kinds } from './record.ts';
import type { NewRecord } from './roster.ts';
import type { World } from './serve.ts';

type Operation<S extends z.ZodType, Result> = {
  readonly input: S;
  readonly run: (world: World, input: z.output<S>) => Result;
};

function operation<S extends z.ZodType, Result>(
  input: S,
  run: (world: World, input: z.output<S>) => Result,
): Operation<S, Result> {
  return { input, run };
}

const collection = z.enum(kinds);
const sourcedId = z.string().min(1);
const nothing = z.strictObject({}).default({});
const fields = z.record(z.string(), z.unknown());

/** All that can be done to a provider, in process as `control.<name>(input)` and as `POST /control/<name>` with the input as JSON. */
const operations = {
  /** A null takes a field away; of a reference only the sourcedId is needed. */
  change: operation(z.strictObject({ collection, sourcedId, set: fields }), ({ roster }, input) =>
    roster.change(input.collection, input.sourcedId, input.set),
  ),
  add: operation(
    z.strictObject({
      collection,
      record: z.looseObject({ sourcedId }),
      at: z.enum(['first', 'last']).default('last'),
    }),
    ({ roster }, input) => roster.add(input.collection, input.record as NewRecord, input.at),
  ),
  /** Marks a record tobedeleted or, outright, takes it away. */
  delete: operation(
    z.strictObject({ collection, sourcedId, outright: z.boolean().default(false) }),
    ({ roster }, input) => {
      if (input.outright) roster.remove(input.collection, input.sourcedId);
      else roster.change(input.collection, input.sourcedId, { status: 'tobedeleted' });
      return { deleted: input.sourcedId };
    },
  ),
  /** New ids for all; what refers to them follows. */
  rekey: operation(
    z.strictObject({ collection: collection.default('classes'), suffix: z.string().min(1).default('-N') }).prefault({}),
    ({ roster }, input) => ({ rekeyed: roster.rekey(input.collection, (id) => `${id}${input.suffix}`) }),
  ),
  empty: operation(z.strictObject({ collection }), ({ roster }, input) => ({
    removed: roster.empty(input.collection),
  })),
  /** A share of all records changes, as in a night of school life: most edited, some new, some gone. */
  night: operation(
    z
      .strictObject({
        share: z.number().min(0).max(1).default(0.01),
        seed: z.int().default(1),
        outright: z.boolean().default(false),
      })
      .prefault({}),
    ({ roster, district }, input) => passNight(roster, district, input),
  ),
  fault: operation(faultSchema, ({ faults }, input) => faults.arm(input)),
  /** One fault, or all of them. */
  clear: operation(z.strictObject({ id: z.int().optional() }).default({}), ({ faults }, { id }) => {
    faults.disarm(id);
    return faults.list();
  }),
  expireTokens: operation(nothing, ({ signIn }) => done(() => signIn.expireTokens())),
  revoke: operation(nothing, ({ signIn }) => done(() => signIn.revoke())),
  withdrawScope: operation(z.strictObject({ scope: z.string() }), ({ signIn }, { scope }) =>
    done(() => signIn.withdrawScope(scope)),
  ),
  /** Credentials and scopes are as at first. */
  restore: operation(nothing, ({ signIn }) => done(() => signIn.restore())),
  state: operation(nothing, ({ roster, faults, log }) => ({
    records: Object.fromEntries(kinds.map((kind) => [kind, roster.list(kind).length])),
    requests: log.count(),
    faults: faults.list(),
  })),
  requests: operation(nothing, ({ log }) => log.list()),
  forgetRequests: operation(nothing, ({ log }) => done(() => log.forget())),
};

type Operations = typeof operations;
type Arguments<S extends z.ZodType> = undefined extends z.input<S> ? [input?: z.input<S>] : [input: z.input<S>];

export type Control = {
  readonly [Name in keyof Operations]: Operations[Name] extends Operation<infer S, infer Result>
    ? (...input: Arguments<S>) => Result
    : never;
};

export function controlOf(world: World): Control {
  const bound = Object.entries(operations as Record<string, Operation<z.ZodType, unknown>>).map(
    ([name, { input, run }]) => [name, (given?: unknown) => run(world, input.parse(given))] as const,
  );
  return Object.fromEntries(bound) as unknown as Control;
}

/** The same by HTTP. Anybody who reaches the port may do everything: it is to listen on a loopback address only. */
export function controlServer(control: Control): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true, exposeHeadRoutes: false });
  // Whatever curl calls it, it is JSON.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'ignore'));
  for (const [name, run] of Object.entries(control as Record<string, (input?: unknown) => unknown>))
    app.post(`/control/${name}`, async (request, reply) => {
      try {
        return reply.send(await run(request.body ?? undefined));
      } catch (error) {
        if (error instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(error) });
        if (error instanceof RangeError) return reply.code(400).send({ error: error.message });
        throw error;
      }
    });
  return app;
}

function done(act: () => void): { readonly done: true } {
  act();
  return { done: true };
}

import type { Facts } from '../dictionary/facts.model.ts';

// What a connector is: the code for one outside system. It knows addresses, formats and limits of that system and
// nothing else: retry, rate, logging, sealing and the database are the engine's.

/** A field of the form that a connection is made from. */
export type Field = {
  readonly name: string;
  readonly label: string;
  /** Where a person finds the value, in the outside system. */
  readonly where: string;
  readonly required: boolean;
  /** `address`: an http(s) address whose change of scheme, host or port clears the credentials. */
  readonly kind: 'text' | 'address' | 'choice' | 'time_zone';
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly example?: string;
};

/** One way to sign in: a kind of credentials and its fields, all of them secret. */
export type CredentialKind = {
  readonly kind: 'oauth2' | 'oauth1' | 'token';
  readonly label: string;
  readonly fields: readonly { readonly name: string; readonly label: string; readonly where: string }[];
};

export type Settings = Readonly<Record<string, string>>;
/** `{kind: 'oauth2', clientId, clientSecret}`, `{kind: 'oauth1', consumerKey, consumerSecret}`, `{kind: 'token', token}`. */
export type Credentials = { readonly kind: CredentialKind['kind'] } & Readonly<Record<string, string>>;

/** One request to an outside system. */
export type OutsideRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};
/** Its answer, read whole: at most 64 MB. */
export type OutsideAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};
/**
 * The way to the outside, handed to a connector by the engine. Time-outs, size, redirects, allowed addresses, the budget
 * and the record of what was said are inside; what goes wrong there is thrown as a `Failure`.
 */
export type Outside = {
  readonly settings: Settings;
  readonly credentials: Credentials | null;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  send(request: OutsideRequest): Promise<OutsideAnswer>;
  /** Kept for the process only, by connection: an access token until it expires. */
  readonly memory: Map<string, { readonly value: string; readonly until: number }>;
};

/** The three errors of a connection: data could not be carried, sign-in or rights are refused, or something else broke. */
export type FailureType = 'sync' | 'auth' | 'system';

/** The connection as a whole failed, told by an entry of the dictionary. A single record's failure is never thrown. */
export class Failure extends Error {
  readonly type: FailureType;
  readonly entry: string;
  readonly facts: Facts;
  /** The other side asked to wait so long. */
  readonly retryAfterMs: number | null;
  /** Another try may pass at once: a time-out, a cut connection, a 5xx. */
  readonly passing: boolean;
  /** What was read of the collection so far is void: its pages did not add up, and it may be read anew from its start. */
  readonly anew: boolean;
  constructor(
    type: FailureType,
    entry: string,
    facts: Facts,
    more: { readonly retryAfterMs?: number; readonly passing?: boolean; readonly anew?: boolean } = {},
  ) {
    super(entry);
    this.name = 'Failure';
    this.type = type;
    this.entry = entry;
    this.facts = facts;
    this.retryAfterMs = more.retryAfterMs ?? null;
    this.passing = more.passing ?? false;
    this.anew = more.anew ?? false;
  }
}

/** One line of the checklist that *test* shows, in order; what depends on a failed one is skipped. */
export type Check = {
  /** `address`, `sign_in`, `read:users`, … */
  readonly name: string;
  readonly label: string;
  /** Carries out the check; answers what was found in a few words, or throws a `Failure`. */
  run(outside: Outside): Promise<string>;
};

/** The collections of a roster, in the order in which they depend on each other. */
export const collections = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments'] as const;
export type Collection = (typeof collections)[number];

/** A page of a collection: rows as OneRoster CSV cells by column name of the version that the connector speaks. */
export type RosterPage = {
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** Where the next page begins; null: this was the last. */
  readonly next: string | null;
  /** How many records the provider says there are; null: it does not say. */
  readonly total: number | null;
};

/** A source of rosters. */
export type RosterSource = {
  readonly version: (settings: Settings) => '1.1' | '1.2';
  /**
   * One page. `since`: only what changed since then (`dateLastModified`). A page that repeats the one before, records that
   * moved between pages, or less or more than was announced over all, is a `Failure` with `anew`: the collection is read
   * from its start twice more, then the failure stands. Deletions must never follow from a bad read.
   */
  readPage(outside: Outside, collection: Collection, at: string | null, since: Date | null): Promise<RosterPage>;
  /** One record alone, by its id; null: the system does not have it. Left out: it gives out whole lists only. */
  readOne?(outside: Outside, collection: Collection, id: string): Promise<Readonly<Record<string, string>> | null>;
};

/** How a system lets Hallpass act as one of its people: who is meant is named by their id there, as this parameter. */
export type ActsAs = 'as_user_id' | 'users_dcid';

export type Connector = {
  /** The system, as the dictionary and connections name it. */
  readonly id: string;
  readonly title: string;
  readonly settings: readonly Field[];
  readonly credentials: readonly CredentialKind[];
  /** What is known of its limits: requests a second, and at once. */
  readonly pace: { readonly perSecond: number; readonly atOnce: number };
  readonly checks: (settings: Settings) => readonly Check[];
  readonly roster?: RosterSource;
  /** Left out: nobody is acted as there. */
  readonly actsAs?: ActsAs;
};

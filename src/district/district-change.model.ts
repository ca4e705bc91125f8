import type { KeyScope, ManagedBy } from '../access/api-key.model.ts';
import type { Blackout, Pause } from '../connections/calendar.schema.ts';
import type { ConnectorView, CredentialsGiven, Schedule } from '../connections/connection.schema.ts';
import type { NotificationState, WantedNotification } from '../notifications/subscription.model.ts';
import type { RetentionSettings } from '../retention/retention.schema.ts';
import type { SchoolView } from '../rostering/school.schema.ts';
import type { Threshold } from '../runs/threshold.schema.ts';
import type { Mistake } from './district-file.model.ts';
import type { DistrictFile } from './district-file.schema.ts';

export type Rostering = SchoolView['rostering'];
export type SchoolState = {
  readonly name: string;
  /** The connection whose files bring the school. */
  readonly connection: string | null;
  readonly rostering: Rostering;
  /** What would be lost with the school, in words; null where nothing would. Known only where something is to be removed. */
  readonly holds: string | null;
};
export type KeyState = {
  readonly id: number;
  readonly scopes: readonly KeyScope[];
  readonly schools: readonly string[];
  readonly managedBy: ManagedBy | null;
};
export type ConnectionState = {
  readonly id: number;
  readonly system: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly schedule: Schedule | null;
  readonly blackouts: readonly Blackout[];
  readonly pauses: readonly Pause[];
  readonly thresholds: readonly Threshold[];
  /** Whether these are the credentials that it signs in with. */
  readonly signsInWith: (given: CredentialsGiven) => boolean;
};
/** What there is now. `secrets` says which keys the secrets of the file open already, by their digests. */
export type DistrictState = {
  readonly district: { readonly id: string; readonly name: string; readonly timeZone: string } | null;
  readonly blackouts: readonly Blackout[];
  readonly retention: RetentionSettings;
  readonly otherDistricts: readonly string[];
  readonly schools: ReadonlyMap<string, SchoolState>;
  readonly templates: ReadonlyMap<string, { readonly subject: string; readonly text: string }>;
  readonly keys: ReadonlyMap<string, KeyState>;
  readonly secrets: ReadonlyMap<string, { readonly district: string; readonly key: number }>;
  readonly connections: ReadonlyMap<string, ConnectionState>;
  /** Who signs in: e-mails in small letters. */
  readonly people: ReadonlySet<string>;
  readonly notifications: readonly NotificationState[];
};

export type WantedKey = {
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly schools: readonly string[];
  readonly managedBy: ManagedBy | null;
};
export type WantedConnection = {
  readonly name: string;
  readonly system: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly schedule: Schedule | null;
  readonly blackouts: Blackout[];
  readonly pauses: Pause[];
  readonly thresholds: Threshold[];
};
/** What is to be done; `secret` null: none is given; so are `credentials`, or they are those that are there. */
export type Work =
  | { readonly do: 'make_district' | 'change_district'; readonly district: DistrictFile['district'] }
  | { readonly do: 'set_retention'; readonly days: RetentionSettings }
  | { readonly do: 'set_blackouts'; readonly blackouts: readonly Blackout[] }
  | { readonly do: 'make_school'; readonly id: string; readonly name: string; readonly rostering: Rostering }
  | {
      readonly do: 'change_school';
      readonly id: string;
      readonly name: string | null;
      readonly rostering: Rostering | undefined;
    }
  | { readonly do: 'remove_school'; readonly id: string }
  | {
      readonly do: 'make_template' | 'change_template';
      readonly template: { readonly name: string; readonly subject: string; readonly text: string };
    }
  | { readonly do: 'remove_template'; readonly name: string }
  | { readonly do: 'make_key'; readonly key: WantedKey; readonly secret: string | null }
  | { readonly do: 'change_key'; readonly id: number; readonly key: WantedKey; readonly secret: string | null }
  | { readonly do: 'revoke_key'; readonly id: number }
  | {
      readonly do: 'make_connection';
      readonly connection: WantedConnection;
      readonly credentials: CredentialsGiven | null;
    }
  | {
      readonly do: 'change_connection';
      readonly id: number;
      readonly connection: WantedConnection;
      readonly credentials: CredentialsGiven | null;
    }
  | { readonly do: 'remove_connection'; readonly id: number }
  | { readonly do: 'set_notification'; readonly no: number | null; readonly notification: WantedNotification }
  | { readonly do: 'remove_notification'; readonly no: number };

export type Planned = {
  readonly operation: 'create' | 'change' | 'remove';
  readonly kind: 'district' | 'school' | 'mail_template' | 'api_key' | 'connection' | 'notification';
  readonly id: string;
  readonly name: string;
  /** What changes, in words; never a secret. */
  readonly details: readonly string[];
  readonly work: Work;
};
/** `line` null: it is about what the file does not name. */
export type Warning = { readonly line: number | null; readonly message: string };
export type DistrictPlan = {
  readonly changes: readonly Planned[];
  readonly warnings: readonly Warning[];
  readonly mistakes: readonly Mistake[];
};
export type Wanted = {
  readonly file: DistrictFile;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
  readonly digestOf: (secret: string) => string;
  /** The systems that can be connected, by their ids. */
  readonly forms: ReadonlyMap<string, ConnectorView>;
};

/** Two values of one thing as a person reads them. */
export const became = (what: string, before: string, after: string) => `${what}: “${before}” becomes “${after}”`;

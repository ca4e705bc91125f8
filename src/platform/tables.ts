import type { ColumnType, Generated, JSONColumnType } from 'kysely';

// The schema as TypeScript, table by table as in migrations/. A test compares it with the catalogue of a migrated database.

type District = { district_id: string };
/** A JSON column: read as a value, written as text. */
type Json<T> = ColumnType<T, string, string>;
type Defaulted<T> = ColumnType<T, T | undefined, T>;

export type ActorRow = { kind: 'person' | 'api_key' | 'command' | 'system'; id: string | null; name: string };

/** Times of the week, or dates, in which no run is asked for. */
type BlackoutRow = { from: string; to: string; days?: string[]; reason?: string };
export type DistrictTable = {
  id: string;
  name: string;
  time_zone: string;
  created_at: Generated<Date>;
  blackouts: ColumnType<BlackoutRow[], string | undefined, string>;
};
export type DirectoryTable = {
  kind: 'email' | 'session' | 'link' | 'api_key' | 'reauthenticate';
  digest: Buffer;
  district_id: string | null;
  subject: string;
  expires_at: Date | null;
};
export type CounterTable = District & { name: string; value: number };
export type RoleTable = District & {
  id: string;
  name: string;
  description: Defaulted<string>;
  permissions: string[];
  built_in: Defaulted<boolean>;
};
export type SignInTable = District & {
  id: number;
  name: string;
  email: string;
  password_hash: string | null;
  disabled: Defaulted<boolean>;
  created_at: Generated<Date>;
  last_sign_in_at: Date | null;
};
export type GrantTable = District & { sign_in_id: number; role_id: string; no: number; school_id: string | null };
export type ConnectionTable = District & {
  id: number;
  name: string;
  system: string;
  status: Defaulted<'active' | 'paused'>;
  settings: ColumnType<Record<string, unknown>, string | undefined, string>;
  created_at: Generated<Date>;
  error: Json<ConnectionError | null> | null;
  /** By status and error; null while it is paused. */
  health: Generated<'synced' | 'error'> | null;
  last_synced_at: Date | null;
  deleted_at: Date | null;
  blackouts: ColumnType<BlackoutRow[], string | undefined, string>;
  pause_plan_no: number | null;
  /** Up to which run its people were matched with those of others. */
  people_matched_run: Defaulted<number>;
};
export type PausePlanTable = District & {
  no: number;
  connection_id: number;
  begins: string;
  ends: string;
  begins_at: Date;
  ends_at: Date;
  reason: string;
  state: 'planned' | 'begun' | 'over';
  made_by: JSONColumnType<ActorRow>;
  made_at: Date;
};
export type ConnectionError = {
  type: 'sync' | 'auth' | 'system';
  entry: string;
  facts: Record<string, string>;
  since: string;
};
export type CredentialTable = District & {
  connection_id: number;
  name: string;
  kind: string;
  sealed: Buffer;
  key_version: string;
  set_at: Date;
};
export type BudgetTable = District & { connection_id: number; free_at: Date };
export type TicketTable = District & {
  no: number;
  connection_id: number;
  error: Json<ConnectionError | null> | null;
  error_since: Date | null;
  words: string;
  state: Defaulted<'open' | 'sent' | 'answered' | 'closed'>;
  opened_by: JSONColumnType<ActorRow>;
  opened_at: Date;
  issue_no: number | null;
  since: Date;
};
export type TicketEventTable = District & {
  ticket_no: number;
  no: number;
  at: Date;
  what: 'opened' | 'note' | 'sent' | 'answered' | 'closed' | 'reopened';
  actor: JSONColumnType<ActorRow>;
  words: Defaulted<string>;
  desk: string | null;
  mail_no: number | null;
  webhook_event_no: number | null;
};
export type TicketBundleTable = District & {
  ticket_no: number;
  made_at: Date;
  digest: string;
  files: Buffer;
  sent_at: Date | null;
};
export type DeskTable = District & { system: string; name: string; email: string | null; webhook_no: number | null };
export type DataKeyTable = District & { connection_id: number; sealed: Buffer; made_at: Date };
export type ExchangeTable = District & {
  month: string;
  run_no: number;
  unit: string;
  seq: number;
  connection_id: number;
  at: Date;
  took_ms: number;
  method: string;
  address: string;
  status: number | null;
  entry: string | null;
  kind: string | null;
  key: string | null;
  sealed: Buffer;
};
export type ApiKeyTable = District & {
  id: number;
  name: string;
  connection_id: number | null;
  scopes: string[];
  managed_by: Json<{ name: string; email: string; us: boolean } | null> | null;
  created_at: Generated<Date>;
  last_used_at: Date | null;
  revoked_at: Date | null;
};
export type ApiKeySchoolTable = District & { api_key_id: number; school_id: string };
export type MailTemplateTable = District & { name: string; subject: string; text: string };

/** What a row of the roster knows of the source that brings it. */
type Sourced = {
  status: Defaulted<'active' | 'tobedeleted'>;
  print: string;
  created_run: number;
  changed_run: number;
  deleted_run: number | null;
};
type Keyed = District &
  Sourced & {
    id: number;
    connection_id: number;
    source_key: string;
    metadata: Json<Record<string, string> | null> | null;
  };

export type SchoolTable = District & {
  id: string;
  connection_id: number | null;
  name: string;
  type: Defaulted<string>;
  identifier: string | null;
  parent_id: string | null;
  rostering: Json<unknown> | null;
  metadata: Json<Record<string, string> | null> | null;
  status: Defaulted<'active' | 'tobedeleted'>;
  print: Defaulted<string>;
  created_run: number | null;
  changed_run: number | null;
  deleted_run: number | null;
};
export type TermTable = Keyed & {
  title: string;
  type: string;
  start_date: string;
  end_date: string;
  parent_id: number | null;
  school_year: string | null;
};
type Subjects = { grades: string[]; subjects: string[]; subject_codes: string[] };
export type CourseTable = Keyed &
  Subjects & { title: string; course_code: string | null; school_id: string | null; school_year_id: number | null };
export type ClassTable = Keyed &
  Subjects & {
    title: string;
    class_code: string | null;
    class_type: string | null;
    location: string | null;
    course_id: number | null;
    school_id: string;
    periods: string[];
    api_id: string | null;
    add_code: string | null;
    starts_at: Date | null;
    ends_at: Date | null;
    fields: Json<Record<string, unknown> | null> | null;
  };
export type ClassStaffTable = District & { class_id: number; person_id: number; role: 'owner' | 'admin' };
export type ClassAttendanceTable = District &
  Record<'total_time' | 'sync_time' | 'async_time' | 'awarded_time' | 'max_awarded_time_per_day', number | null> & {
    class_id: number;
    name: string;
    conversion: boolean;
    strategy: string | null;
  };
export type ClassTermTable = District & { class_id: number; term_id: number };
export type PersonTable = Keyed & {
  given_name: string;
  family_name: string;
  middle_name: string | null;
  preferred_given_name: string | null;
  preferred_family_name: string | null;
  username: string | null;
  email: string | null;
  sms: string | null;
  phone: string | null;
  identifier: string | null;
  enabled: Defaulted<boolean>;
  grades: string[];
  user_ids: string[];
  agent_keys: string[];
  user_id: string | null;
  mapping_id: string | null;
};
export type AccountTable = District & {
  school_id: string;
  person_id: number;
  role: string | null;
  is_primary: boolean | null;
  issued_id: string | null;
  via_api: Defaulted<boolean>;
  roles: Json<readonly RoleRow[] | null> | null;
};
/** One of the roles of a person at a school; days as YYYY-MM-DD. */
type RoleRow = {
  readonly role: string;
  readonly type: string;
  readonly begin: string | null;
  readonly end: string | null;
};
export type PersonRoleTable = Keyed & {
  person_id: number;
  school_id: string;
  role: string;
  role_type: string;
  begin_date: string | null;
  end_date: string | null;
};
export type EnrollmentTable = Keyed & {
  class_id: number;
  person_id: number;
  school_id: string;
  role: string;
  is_primary: boolean | null;
  begin_date: string | null;
  end_date: string | null;
  via_api: Defaulted<boolean>;
  mapping_id: string | null;
};
export type SessionTable = District & {
  class_id: number;
  id: number;
  connection_id: number;
  attendance_id: string;
  starts_at: Date;
  ends_at: Date;
  fields: ColumnType<Record<string, unknown>, string | undefined, string>;
  created_run: number;
};

type CountColumns = Record<
  | 'entered'
  | 'created'
  | 'updated'
  | 'deleted'
  | 'unchanged'
  | 'invalid'
  | 'held'
  | 'conflict'
  | 'rejected'
  | 'blocked'
  | 'standing',
  Defaulted<number>
>;
export type NoteRow = { entry: string; count: number; facts: Record<string, string> };
export type ErrorRow = { entry: string; facts: Record<string, string> };

export type ScheduleRow = { every: 'night' | 'hour' | 'realtime'; at?: string };
export type FlowTable = District & {
  no: number;
  job: 'rostering' | 'passback' | 'merge';
  source_id: number | null;
  target_id: number | null;
  thresholds: ColumnType<Record<string, unknown>[], string | undefined, string>;
  created_at: Generated<Date>;
  schedule: Json<ScheduleRow | null> | null;
  next_due_at: Date | null;
  not_before: Date | null;
};
export type RunTable = District &
  CountColumns & {
    no: number;
    flow_no: number;
    trigger: string;
    actor: JSONColumnType<ActorRow>;
    scope: JSONColumnType<Record<string, unknown>>;
    cause_run: number | null;
    state: 'queued' | 'running' | 'paused' | 'done' | 'stopped' | 'cancelled';
    parts_left: Defaulted<number>;
    notes: ColumnType<NoteRow[], string | undefined, string>;
    error: Json<ErrorRow | null> | null;
    asked_at: Date;
    started_at: Date | null;
    finished_at: Date | null;
    outcomes_removed_at: Date | null;
  };
export type PartTable = District &
  CountColumns & {
    run_no: number;
    unit: string;
    flow_no: number;
    level: number;
    kind: string;
    source: JSONColumnType<Record<string, unknown>>;
    store: string | null;
    state: 'waiting' | 'running' | 'done' | 'left';
    cursor: Json<Record<string, string | number> | null> | null;
    owner: string | null;
    lease_until: Date | null;
    attempt: Defaulted<number>;
    progress_done: Defaulted<number>;
    progress_of: Defaulted<number>;
    seq: Defaulted<number>;
    notes: ColumnType<NoteRow[], string | undefined, string>;
    error: Json<ErrorRow | null> | null;
    started_at: Date | null;
    finished_at: Date | null;
  };
export type OutcomeTable = District & {
  month: string;
  run_no: number;
  unit: string;
  seq: number;
  kind: string;
  key: string;
  outcome: string;
  side: Defaulted<'here' | 'there'>;
  tried: Defaulted<boolean>;
  entry: string;
  facts: ColumnType<Record<string, string>, string | undefined, string>;
  waits_kind: string | null;
  waits_key: string | null;
  hold_no: number | null;
};
export type OutcomePackTable = District & {
  month: string;
  run_no: number;
  unit: string;
  seq: number;
  kind: string;
  outcome: string;
  side: Defaulted<'here' | 'there'>;
  n: number;
  lo: string;
  hi: string;
  keys: Buffer;
};
export type RecordTable = District & {
  flow_no: number;
  kind: string;
  key: string;
  state: 'invalid' | 'held' | 'conflict' | 'rejected' | 'blocked';
  unit: string;
  entry: string;
  facts: ColumnType<Record<string, string>, string | undefined, string>;
  since_run: number;
  last_run: number;
  waits_kind: string | null;
  waits_key: string | null;
  hold_no: number | null;
  by_line: Defaulted<boolean>;
  issue_no: number | null;
  held_change: Json<Record<string, unknown> | null> | null;
};
export type IssueTable = District & {
  no: number;
  flow_no: number;
  entry: string;
  state: Defaulted<'open' | 'regressed' | 'snoozed' | 'muted' | 'resolved'>;
  was: 'open' | 'regressed' | null;
  since: Date;
  assignee_id: number | null;
  until_at: Date | null;
  until_records: number | null;
  reason: string | null;
  first_run: number;
  last_run: number;
  first_seen: Date;
  last_seen: Date;
};
export type IssueRunTable = District & { issue_no: number; run_no: number; records: number; waiting: number };
export type HoldTable = District & {
  no: number;
  flow_no: number;
  run_no: number;
  kind: string;
  operation: 'create' | 'update' | 'delete';
  reason: string;
  records: number;
  known: number;
  digest: string;
  state: Defaulted<'open' | 'released' | 'dismissed'>;
  since: Date;
  decided_by: Json<ActorRow | null> | null;
  decided_at: Date | null;
  schools: string[] | null;
  percent: Defaulted<number>;
};
export type ExemptionTable = District & {
  flow_no: number;
  kind: string;
  key: string;
  decision: 'keep' | 'ignore' | 'never_delete' | 'send_anyway' | 'forgotten';
  reason: string;
  hold_no: number | null;
  made_by: JSONColumnType<ActorRow>;
  made_at: Date;
  until_at: Date | null;
  fix_no: number | null;
};
export type FixTable = District & {
  no: number;
  flow_no: number;
  name: string;
  entry: string;
  kind: string | null;
  facts: ColumnType<Record<string, string>, string | undefined, string>;
  asked: JSONColumnType<Record<string, unknown>>;
  digest: string;
  state: 'applied' | 'proved' | 'failed' | 'undone';
  records: number;
  dependents: number;
  after_run: number;
  run_no: number | null;
  settled_run: number | null;
  undo_run: number | null;
  made_by: JSONColumnType<ActorRow>;
  made_at: Date;
  settled_at: Date | null;
  undone_by: Json<ActorRow | null> | null;
  undone_at: Date | null;
};
export type FixRecordTable = District & {
  fix_no: number;
  kind: string;
  key: string;
  unit: string;
  dependent: boolean;
  stored: Json<Record<string, unknown> | null> | null;
};
export type ValueMappingTable = District & {
  connection_id: number;
  kind: string;
  column_name: string;
  value: string;
  word: string;
  except_keys: Defaulted<string[]>;
  fix_no: number;
};
export type SnapshotTable = District & {
  connection_id: number;
  kind: string;
  scope: string;
  patch: number;
  valid: Defaulted<boolean>;
  run_no: number;
  fetched_at: Date;
  hash: Buffer;
  fine: number;
  body: Buffer;
};
export type PushDayTable = District & { connection_id: number; school_id: string; day: string; run_no: number };
export type IdempotencyTable = District & {
  api_key_id: number;
  path: string;
  key: string;
  fingerprint: Buffer;
  status: number;
  answer: Buffer;
  made_at: Date;
};
export type BatchPageTable = District & {
  batch_id: string;
  kind: string;
  no: number;
  run_no: number | null;
  lines: Buffer;
  body: Buffer | null;
  codes: Buffer | null;
  refused: Buffer | null;
  made_at: Date;
};
export type AuditTable = District & {
  month: string;
  no: number;
  at: Date;
  actor: JSONColumnType<ActorRow>;
  action: string;
  subject_kind: string;
  subject_id: string;
  subject_name: string;
  details: ColumnType<Record<string, unknown>, string | undefined, string>;
};

export type IdentityBefore = { matched: string; theirId: string | null; candidates: string[] };
export type IdentityTable = District & {
  connection_id: number;
  person_id: number;
  their_id: string | null;
  matched: 'own' | 'sis_id' | 'email' | 'by_hand' | 'unclear';
  candidates: Defaulted<string[]>;
  may_act: Defaulted<boolean>;
  matched_at: Date;
  said_by: Json<ActorRow | null> | null;
  before: Json<IdentityBefore | null> | null;
};
export type LookedTable = District & {
  month: string;
  no: number;
  at: Date;
  actor: JSONColumnType<ActorRow>;
  flow_no: number;
  kind: string;
  key: string;
  person_id: number | null;
};

export type MailTable = District & {
  no: number;
  kind: string;
  about: string | null;
  recipient: string;
  subject: string;
  text: string;
  state: Defaulted<'queued' | 'sent' | 'failed'>;
  attempts: Defaulted<number>;
  due_at: Date;
  owner: string | null;
  lease_until: Date | null;
  error: Json<ErrorRow | null> | null;
  message_id: string | null;
  made_at: Date;
  sent_at: Date | null;
  reply_to: string | null;
  html: string | null;
  headers: ColumnType<Record<string, string>, string | undefined, string>;
  stale_at: Date | null;
};
export type MailAttachmentTable = District & {
  mail_no: number;
  no: number;
  name: string;
  type: string;
  content: Buffer;
};

/** `no` is null only until its transaction is committed. */
export type NewsTable = District & {
  no: number | null;
  at: Date;
  kind: string;
  subject: string;
  change: string;
  version: string;
  flow_no: number | null;
  connection_id: number | null;
  facts: ColumnType<Record<string, unknown>, string | undefined, string>;
};
export type NewsReaderTable = District & { reader: string; no: number };
type QuietRow = { from: string; to: string; days?: string[] };
export type SubscriptionTable = District & {
  no: number;
  sign_in_id: number;
  flow_no: number | null;
  runs: 'problems' | 'nightly' | null;
  changes: 'mine' | 'all' | null;
  digest_at: string | null;
  quiet: ColumnType<QuietRow[], string | undefined, string>;
  still_open_hours: number | null;
  since: Date;
  made_at: Date;
  rests_since: Date | null;
};
export type NotificationTable = District & {
  subscription_no: number;
  kind: string;
  subject: string;
  change: string;
  version: string;
  at: Date;
  flow_no: number | null;
  connection_id: number | null;
  facts: ColumnType<Record<string, unknown>, string | undefined, string>;
  due_at: Date;
  bundle: string;
  state: Defaulted<'waiting' | 'sent' | 'dropped'>;
  why: string | null;
  mail_no: number | null;
};

export type WebhookTable = District & {
  no: number;
  name: string;
  address: string;
  wants: JSONColumnType<{ kind: string; changes: string[] | null }[]>;
  state: Defaulted<'active' | 'off' | 'disabled'>;
  since: Date;
  failing_since: Date | null;
  owner: string | null;
  lease_until: Date | null;
  made_by: JSONColumnType<ActorRow>;
  made_at: Date;
};
export type WebhookSecretTable = District & {
  webhook_no: number;
  no: number;
  sealed: Buffer;
  key_version: string;
  made_at: Date;
  ends_at: Date | null;
};
export type WebhookEventTable = District & {
  no: number;
  webhook_no: number;
  id: string;
  about: string;
  type: string;
  body: string;
  connection_id: number | null;
  state: Defaulted<'queued' | 'delivered' | 'failed'>;
  attempts: Defaulted<number>;
  due_at: Date;
  made_at: Date;
  ended_at: Date | null;
};
export type WebhookAttemptTable = District & {
  event_no: number;
  no: number;
  at: Date;
  ms: number;
  status: number | null;
  error: Json<ErrorRow | null> | null;
  answer: string | null;
};
export type WorkerTable = {
  id: string;
  kind: 'hub' | 'worker';
  host: string;
  pid: number;
  started_at: Date;
  seen_at: Date;
  stopping: Defaulted<boolean>;
};

export type UnknownMessageTable = District & {
  id: number;
  system: string | null;
  words: string[];
  loose: number;
  count: number;
  first_seen: Date;
  last_seen: Date;
  ignored: Defaulted<boolean>;
  samples: Buffer | null;
  samples_since: Date | null;
};
export type DistrictEntryTable = District & {
  name: string;
  body: JSONColumnType<Record<string, unknown>>;
  updated_at: Date;
};
export type RetentionTable = District & { class: string; days: number };
export type ErasureTable = District & {
  no: number;
  state: Defaulted<'asked' | 'done'>;
  sealed: Buffer | null;
  keep_away: boolean;
  waits_for: Json<number[] | null> | null;
  asked_by: JSONColumnType<ActorRow>;
  asked_at: Date;
  removed: ColumnType<Record<string, number>, string | undefined, string>;
  later: ColumnType<Record<string, unknown>[], string | undefined, string>;
  finished_at: Date | null;
};
export type EntryAnswerTable = District & { entry: string; sign_in_id: number; day: string; fixed: boolean };

export type ExpectationTable = District & {
  no: number;
  kind: string;
  subject: string;
  connection_id: number | null;
  state: 'met' | 'missed';
  since: Date;
  expected: ColumnType<Record<string, unknown>, string | undefined, string>;
  told: string | null;
  muted_until: Date | null;
  muted_reason: string | null;
  muted_by: Json<ActorRow | null> | null;
  normal_since: Date | null;
  normal_reason: string | null;
  normal_by: Json<ActorRow | null> | null;
};
export type ExpectationLookTable = District & { looked_at: Date; whole_at: Date | null };
export type ExpiryTable = District & {
  subject: string;
  connection_id: number | null;
  ends_on: string;
  said_by: JSONColumnType<ActorRow>;
  said_at: Date;
};
export type DiskDayTable = District & { day: string; free_bytes: number; total_bytes: number };
export type SchoolYearTable = District & {
  no: number;
  title: string;
  state: 'open' | 'done';
  ends_on: string;
  rolled_at: Date | null;
  before_thresholds: Json<Record<string, unknown>[] | null> | null;
  steps: ColumnType<Record<string, unknown>, string | undefined, string>;
  made_by: JSONColumnType<ActorRow>;
  made_at: Date;
  done_at: Date | null;
};
export type ArchivedTermTable = District & { term_id: number; school_year_no: number };
export type RekeyTable = District & {
  no: number;
  flow_no: number;
  run_no: number;
  made_by: JSONColumnType<ActorRow>;
  made_at: Date;
};
export type RekeyPairTable = District & {
  rekey_no: number;
  kind: string;
  new_key: string;
  old_key: string;
  score: number;
};

export type Tables = {
  district: DistrictTable;
  directory: DirectoryTable;
  counter: CounterTable;
  role: RoleTable;
  sign_in: SignInTable;
  grant_: GrantTable;
  connection: ConnectionTable;
  credential: CredentialTable;
  budget: BudgetTable;
  pause_plan: PausePlanTable;
  ticket: TicketTable;
  ticket_event: TicketEventTable;
  ticket_bundle: TicketBundleTable;
  desk: DeskTable;
  data_key: DataKeyTable;
  exchange_refused: ExchangeTable;
  exchange_accepted: ExchangeTable;
  api_key: ApiKeyTable;
  api_key_school: ApiKeySchoolTable;
  mail_template: MailTemplateTable;
  school: SchoolTable;
  term: TermTable;
  course: CourseTable;
  class: ClassTable;
  class_term: ClassTermTable;
  person: PersonTable;
  account: AccountTable;
  person_role: PersonRoleTable;
  enrollment: EnrollmentTable;
  class_staff: ClassStaffTable;
  class_attendance: ClassAttendanceTable;
  session: SessionTable;
  push_day: PushDayTable;
  idempotency: IdempotencyTable;
  batch_page: BatchPageTable;
  flow: FlowTable;
  run: RunTable;
  part: PartTable;
  outcome: OutcomeTable;
  outcome_pack: OutcomePackTable;
  record: RecordTable;
  issue: IssueTable;
  issue_run: IssueRunTable;
  hold: HoldTable;
  exemption: ExemptionTable;
  fix: FixTable;
  fix_record: FixRecordTable;
  value_mapping: ValueMappingTable;
  snapshot: SnapshotTable;
  identity: IdentityTable;
  audit: AuditTable;
  looked: LookedTable;
  mail: MailTable;
  mail_attachment: MailAttachmentTable;
  news: NewsTable;
  news_reader: NewsReaderTable;
  subscription: SubscriptionTable;
  notification: NotificationTable;
  webhook: WebhookTable;
  webhook_secret: WebhookSecretTable;
  webhook_event: WebhookEventTable;
  webhook_attempt: WebhookAttemptTable;
  worker: WorkerTable;
  unknown_message: UnknownMessageTable;
  district_entry: DistrictEntryTable;
  entry_answer: EntryAnswerTable;
  expectation: ExpectationTable;
  expectation_look: ExpectationLookTable;
  expiry: ExpiryTable;
  disk_day: DiskDayTable;
  school_year: SchoolYearTable;
  archived_term: ArchivedTermTable;
  rekey: RekeyTable;
  rekey_pair: RekeyPairTable;
  retention: RetentionTable;
  erasure: ErasureTable;
};

-- The pipeline: flows, their runs, the parts of a run, and what became of every record.

create table flow (
  district_id key_text not null references district,
  no bigint not null,
  job text not null check (job in ('rostering', 'passback', 'merge')),
  -- The outer side; null is Hallpass itself.
  source_id bigint,
  target_id bigint,
  thresholds jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (district_id, no),
  unique nulls not distinct (district_id, job, source_id, target_id),
  foreign key (district_id, source_id) references connection,
  foreign key (district_id, target_id) references connection
);

create table run (
  district_id key_text not null references district,
  no bigint not null,
  flow_no bigint not null,
  trigger text not null,
  actor jsonb not null,
  scope jsonb not null,
  -- The run that this one follows from (a release of what it held).
  cause_run bigint,
  state text not null check (state in ('queued', 'running', 'paused', 'done', 'stopped', 'cancelled')),
  entered bigint not null default 0,
  created bigint not null default 0,
  updated bigint not null default 0,
  deleted bigint not null default 0,
  unchanged bigint not null default 0,
  invalid bigint not null default 0,
  held bigint not null default 0,
  conflict bigint not null default 0,
  rejected bigint not null default 0,
  blocked bigint not null default 0,
  standing bigint not null default 0,
  parts_left int not null default 0,
  notes jsonb not null default '[]',
  error jsonb,
  asked_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (district_id, no),
  foreign key (district_id, flow_no) references flow,
  check (entered = created + updated + deleted + unchanged + invalid + held + conflict + rejected + blocked),
  check (standing <= rejected),
  check ((finished_at is not null) = (state in ('done', 'stopped', 'cancelled')))
);
create index run_flow on run (district_id, flow_no, no desc);
create index run_open on run (district_id, no) where finished_at is null;

create table part (
  district_id key_text not null references district,
  run_no bigint not null,
  unit text not null,
  flow_no bigint not null,
  level int not null,
  kind text not null,
  -- Where the bytes are and how they are to be read; facts of the job, opaque to the pipeline.
  source jsonb not null,
  -- The folder of stored files that holds them; null where any worker can reach the source.
  store text,
  state text not null check (state in ('waiting', 'running', 'done', 'left')),
  cursor jsonb,
  owner text,
  lease_until timestamptz,
  attempt int not null default 0,
  progress_done bigint not null default 0,
  progress_of bigint not null default 0,
  entered bigint not null default 0,
  created bigint not null default 0,
  updated bigint not null default 0,
  deleted bigint not null default 0,
  unchanged bigint not null default 0,
  invalid bigint not null default 0,
  held bigint not null default 0,
  conflict bigint not null default 0,
  rejected bigint not null default 0,
  blocked bigint not null default 0,
  standing bigint not null default 0,
  seq bigint not null default 0,
  notes jsonb not null default '[]',
  error jsonb,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (district_id, run_no, unit),
  foreign key (district_id, run_no) references run,
  check (entered = created + updated + deleted + unchanged + invalid + held + conflict + rejected + blocked),
  check (standing <= rejected)
);
-- At any time one part a flow and unit is at work.
create unique index part_at_work on part (district_id, flow_no, unit) where state = 'running';
create index part_open on part (district_id, run_no, level) where state in ('waiting', 'running');

-- History, a month a partition: the unusual as rows, the accepted a thousand keys a row.
create table outcome (
  district_id key_text not null,
  month date not null,
  run_no bigint not null,
  unit text not null,
  seq bigint not null,
  kind text not null,
  key text collate "C" not null,
  outcome text not null,
  side text not null default 'here' check (side in ('here', 'there')),
  tried boolean not null default false,
  entry text not null,
  facts jsonb not null default '{}',
  waits_kind text,
  waits_key text collate "C",
  hold_no bigint,
  primary key (district_id, month, run_no, unit, seq)
) partition by range (month);
create index outcome_key on outcome (district_id, run_no, kind, key);
create index outcome_kind on outcome (district_id, run_no, outcome, entry);

create table outcome_pack (
  district_id key_text not null,
  month date not null,
  run_no bigint not null,
  unit text not null,
  seq bigint not null,
  kind text not null,
  outcome text not null,
  side text not null default 'here' check (side in ('here', 'there')),
  n int not null,
  lo text collate "C" not null,
  hi text collate "C" not null,
  -- zstd of the sorted keys, each ended by a line feed (keys hold none).
  keys bytea not null,
  primary key (district_id, month, run_no, unit, seq)
) partition by range (month);
alter table outcome_pack alter column keys set storage external;
create index outcome_pack_range on outcome_pack (district_id, run_no, kind, outcome, lo, hi);

create table audit (
  district_id key_text not null,
  month date not null,
  no bigint not null,
  at timestamptz not null,
  actor jsonb not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  subject_name text not null,
  details jsonb not null default '{}',
  primary key (district_id, month, no)
) partition by range (month);
create index audit_newest on audit (district_id, no desc);

-- The present of everything that is not fine; a roster row that is fine is its own record.
create table record (
  district_id key_text not null references district,
  flow_no bigint not null,
  kind text not null,
  key text collate "C" not null,
  state text not null check (state in ('invalid', 'held', 'conflict', 'rejected', 'blocked')),
  -- The part's unit that last carried it.
  unit text not null,
  entry text not null,
  facts jsonb not null default '{}',
  since_run bigint not null,
  last_run bigint not null,
  waits_kind text,
  waits_key text collate "C",
  hold_no bigint,
  -- A row that has no key of its own (no sourcedId, a repeated one): known by its line, gone with the next reading.
  by_line boolean not null default false,
  primary key (district_id, flow_no, kind, key),
  foreign key (district_id, flow_no) references flow
);
create index record_hold on record (district_id, hold_no) where hold_no is not null;
create index record_state on record (district_id, flow_no, kind, state);

create table hold (
  district_id key_text not null references district,
  no bigint not null,
  flow_no bigint not null,
  run_no bigint not null,
  kind text not null,
  operation text not null check (operation in ('create', 'update', 'delete')),
  reason text not null,
  records bigint not null,
  known bigint not null,
  digest text not null,
  state text not null default 'open' check (state in ('open', 'released', 'dismissed')),
  since timestamptz not null,
  decided_by jsonb,
  decided_at timestamptz,
  primary key (district_id, no),
  foreign key (district_id, flow_no) references flow,
  foreign key (district_id, run_no) references run
);
create unique index hold_open on hold (district_id, flow_no, kind, operation, reason) where state = 'open';

-- A standing decision of a person about one record, read when it is planned.
create table exemption (
  district_id key_text not null references district,
  flow_no bigint not null,
  kind text not null,
  key text collate "C" not null,
  decision text not null check (decision in ('keep', 'ignore', 'never_delete', 'send_anyway')),
  reason text not null,
  hold_no bigint,
  made_by jsonb not null,
  made_at timestamptz not null,
  primary key (district_id, flow_no, kind, key),
  foreign key (district_id, flow_no) references flow
);

-- What was read last, so that a second reading costs what changed: the hash of the bytes, and a packed body that its job
-- understands. Patch 0 is the whole; patches tell what later readings changed of it, so that little is written where
-- little changed. Not valid from the transaction that first writes past it until the reading has ended; losing one only
-- costs time.
create table snapshot (
  district_id key_text not null references district,
  connection_id bigint not null,
  kind text not null,
  scope text not null,
  patch int not null,
  valid boolean not null default true,
  run_no bigint not null,
  fetched_at timestamptz not null,
  hash bytea not null,
  -- Rows that stood fine in it.
  fine bigint not null,
  body bytea not null,
  primary key (district_id, connection_id, kind, scope, patch),
  foreign key (district_id, connection_id) references connection
);
-- It is packed already, and read and written whole: PostgreSQL need not try to press it.
alter table snapshot alter column body set storage external;

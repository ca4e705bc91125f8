-- What should have happened: each row is one thing that a district may expect, and whether it has come. Learned anew from
-- runs each time; only the verdict, and what people said about it, is kept.
create table expectation (
  district_id key_text not null references district (id),
  no bigint not null,
  kind text not null,
  -- Which flow, kind of records, school, credential: as text, unique with the kind.
  subject text collate "C" not null,
  -- Null: of the hub itself.
  connection_id bigint,
  state text not null check (state in ('met', 'missed')),
  -- In this state since.
  since timestamptz not null,
  expected jsonb not null default '{}',
  -- The last miss that was told; null while there is none that somebody has heard of.
  told text,
  muted_until timestamptz,
  muted_reason text,
  muted_by jsonb,
  -- A person said that it is so from now on: what was before is no longer learned from.
  normal_since timestamptz,
  normal_reason text,
  normal_by jsonb,
  check ((muted_until is null) = (muted_by is null)),
  check ((normal_since is null) = (normal_by is null)),
  primary key (district_id, no),
  foreign key (district_id, connection_id) references connection (district_id, id)
);
create unique index expectation_subject on expectation (district_id, kind, subject);
create index expectation_missed on expectation (district_id, connection_id) where state = 'missed';

-- When a district was last looked at: a gap says that no process of the hub was alive.
create table expectation_look (
  district_id key_text not null references district (id),
  looked_at timestamptz not null,
  -- When runs and pushes were last gone through as well.
  whole_at timestamptz,
  primary key (district_id)
);

-- When a secret ends, as a person knows it: `credential 12` (of a connection) or `api_key 5`.
create table expiry (
  district_id key_text not null references district (id),
  subject text collate "C" not null,
  connection_id bigint,
  ends_on date not null,
  said_by jsonb not null,
  said_at timestamptz not null,
  primary key (district_id, subject),
  foreign key (district_id, connection_id) references connection (district_id, id)
);

-- Room on the disk of the data folder, once a day.
create table disk_day (
  district_id key_text not null references district (id),
  day date not null,
  free_bytes bigint not null,
  total_bytes bigint not null,
  primary key (district_id, day)
);

-- A new school year, step by step. One at a time is open.
create table school_year (
  district_id key_text not null references district (id),
  no bigint not null,
  title text not null,
  state text not null check (state in ('open', 'done')),
  -- The last day of the year that ends.
  ends_on date not null,
  rolled_at timestamptz,
  -- Thresholds of flows as they stood before they were made those of a rollover: [{flow, thresholds}].
  before_thresholds jsonb,
  -- Steps that a person has ticked off, and the dry runs: {step: {at, by, …}}.
  steps jsonb not null default '{}',
  made_by jsonb not null,
  made_at timestamptz not null,
  done_at timestamptz,
  check ((done_at is not null) = (state = 'done')),
  primary key (district_id, no)
);
create unique index school_year_open on school_year (district_id) where state = 'open';

-- Terms that a school year archived, as a person decided it. What belongs to archived terms alone is archived with them.
create table archived_term (
  district_id key_text not null references district (id),
  term_id bigint not null,
  school_year_no bigint not null,
  primary key (district_id, term_id),
  foreign key (district_id, term_id) references term (district_id, id) on delete cascade,
  foreign key (district_id, school_year_no) references school_year (district_id, no)
);

-- Records that their source gave new ids, as a person confirmed them: kept, so that what happened under the old id is found.
create table rekey (
  district_id key_text not null references district (id),
  no bigint not null,
  flow_no bigint not null,
  run_no bigint not null,
  made_by jsonb not null,
  made_at timestamptz not null,
  primary key (district_id, no),
  foreign key (district_id, flow_no) references flow (district_id, no)
);
create table rekey_pair (
  district_id key_text not null references district (id),
  rekey_no bigint not null,
  kind text not null,
  new_key text collate "C" not null,
  old_key text collate "C" not null,
  score double precision not null,
  primary key (district_id, rekey_no, kind, new_key),
  foreign key (district_id, rekey_no) references rekey (district_id, no)
);
create unique index rekey_pair_old on rekey_pair (district_id, rekey_no, kind, old_key);
create index rekey_pair_new on rekey_pair (district_id, kind, new_key);

update role set permissions = permissions || array['school_year.write']
where built_in and id in ('administrator', 'integration_manager') and not permissions @> array['school_year.write'];

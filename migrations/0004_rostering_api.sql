-- The rostering API: what an SIS sends record by record. Its users are people with accounts, its courses are classes,
-- its members enrollments; rows that it made carry the ids by which it speaks of them.

-- Sessions of one course may not overlap, which is told by equality of ids beside ranges.
create extension if not exists btree_gist;

alter table person add column user_id text collate "C";
alter table person add column mapping_id text;
create unique index person_user_id on person (district_id, user_id) where user_id is not null;
-- People whom files bring may share an address; whom the API made may not.
create unique index person_api_email on person (district_id, lower(email)) where user_id is not null and status = 'active';

-- `via_api`: the API gave it, so that a file that does not name it leaves it alone.
alter table account add column issued_id text;
alter table account add column via_api boolean not null default false;

alter table class add column api_id text collate "C";
alter table class add column add_code text collate "C";
alter table class add column starts_at timestamptz;
alter table class add column ends_at timestamptz;
-- The fields as they were sent, beside those that have a column.
alter table class add column fields jsonb;
create unique index class_api_id on class (district_id, api_id) where api_id is not null;
create unique index class_add_code on class (district_id, school_id, add_code) where add_code is not null;
create index class_any_add_code on class (district_id, lower(add_code)) where add_code is not null;

-- Who owns a course and who else may run it.
create table class_staff (
  district_id key_text not null references district,
  class_id bigint not null,
  person_id bigint not null,
  role text not null check (role in ('owner', 'admin')),
  primary key (district_id, class_id, person_id, role),
  foreign key (district_id, class_id) references class,
  foreign key (district_id, person_id) references person
);
create index class_staff_person on class_staff (district_id, person_id);

-- How attendance is counted in a course; it stays when the course is archived. Times in minutes.
create table class_attendance (
  district_id key_text not null references district,
  class_id bigint not null,
  name text not null,
  conversion boolean not null,
  strategy text check (strategy in ('uniform', 'fixed')),
  total_time double precision,
  sync_time double precision,
  async_time double precision,
  awarded_time double precision,
  max_awarded_time_per_day double precision,
  primary key (district_id, class_id),
  foreign key (district_id, class_id) references class
);

alter table enrollment add column via_api boolean not null default false;
alter table enrollment add column mapping_id text;
-- Files may bring a person several times into a class, with different dates; the API once.
create unique index enrollment_via_api on enrollment (district_id, class_id, person_id) where via_api;

create table session (
  district_id key_text not null references district,
  class_id bigint not null,
  id bigint not null,
  connection_id bigint not null,
  attendance_id text collate "C" not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  fields jsonb not null default '{}',
  created_run bigint not null,
  primary key (district_id, class_id, id),
  unique (district_id, class_id, attendance_id),
  foreign key (district_id, class_id) references class,
  check (starts_at < ends_at),
  constraint session_overlap exclude using gist (district_id with =, class_id with =, tstzrange(starts_at, ends_at) with &&)
);

-- A key's calls of a day are one run a school; calls that name no known school are one more (school '').
create table push_day (
  district_id key_text not null references district,
  connection_id bigint not null,
  school_id text collate "C" not null,
  day date not null,
  run_no bigint not null,
  primary key (district_id, connection_id, school_id, day),
  foreign key (district_id, connection_id) references connection,
  foreign key (district_id, run_no) references run
);
create index push_day_run on push_day (district_id, run_no);

-- A request that may be sent twice and is done once. Answers may hold names: they are sealed.
create table idempotency (
  district_id key_text not null references district,
  api_key_id bigint not null,
  path text not null,
  key text collate "C" not null,
  fingerprint bytea not null,
  status int not null,
  answer bytea not null,
  made_at timestamptz not null,
  primary key (district_id, api_key_id, path, key),
  foreign key (district_id, api_key_id) references api_key on delete cascade
);
create index idempotency_made on idempotency (district_id, made_at);

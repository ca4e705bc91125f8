-- The roster: what the district's systems say of schools, terms, courses, people, classes and enrollments.
-- Columns carry OneRoster's names. Each row knows the connection that brings it (`connection_id`, `source_key`),
-- the fingerprint of what was last accepted (`print`) and the runs that made, changed and deleted it.

create table connection (
  district_id key_text not null references district,
  id bigint not null,
  name text not null,
  system text not null,
  status text not null default 'active' check (status in ('active', 'paused')),
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (district_id, id),
  unique (district_id, name)
);

-- A OneRoster org. Its id is its sourcedId and the `schoolID` of the rostering API: one school, whoever speaks of it.
-- It has no connection while only the district file names it; the first source that brings it owns it from then on.
create table school (
  district_id key_text not null references district,
  id key_text not null,
  connection_id bigint,
  name text not null,
  type text not null default 'school',
  identifier text,
  parent_id key_text,
  rostering jsonb,
  metadata jsonb,
  status text not null default 'active' check (status in ('active', 'tobedeleted')),
  print bigint not null default 0,
  created_run bigint,
  changed_run bigint,
  deleted_run bigint,
  primary key (district_id, id),
  foreign key (district_id, connection_id) references connection,
  foreign key (district_id, parent_id) references school
);
create index school_connection on school (district_id, connection_id);
create index school_deleted on school (district_id, deleted_run) where deleted_run is not null;

create table grant_ (
  district_id key_text not null references district,
  sign_in_id bigint not null,
  role_id key_text not null,
  no int not null,
  school_id key_text,
  primary key (district_id, sign_in_id, no),
  unique nulls not distinct (district_id, sign_in_id, role_id, school_id),
  foreign key (district_id, sign_in_id) references sign_in on delete cascade,
  foreign key (district_id, role_id) references role,
  foreign key (district_id, school_id) references school
);

create table api_key (
  district_id key_text not null references district,
  id bigint not null,
  name text not null,
  connection_id bigint,
  scopes text[] not null,
  managed_by jsonb,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (district_id, id),
  foreign key (district_id, connection_id) references connection
);
create unique index api_key_name on api_key (district_id, name) where revoked_at is null;

create table api_key_school (
  district_id key_text not null references district,
  api_key_id bigint not null,
  school_id key_text not null,
  primary key (district_id, api_key_id, school_id),
  foreign key (district_id, api_key_id) references api_key on delete cascade,
  foreign key (district_id, school_id) references school
);

create table mail_template (
  district_id key_text not null references district,
  name key_text not null,
  subject text not null,
  text text not null,
  primary key (district_id, name)
);

create table term (
  district_id key_text not null references district,
  id bigint not null,
  connection_id bigint not null,
  source_key key_text not null,
  title text not null,
  type text not null,
  start_date date not null,
  end_date date not null,
  parent_id bigint,
  school_year text,
  metadata jsonb,
  status text not null default 'active' check (status in ('active', 'tobedeleted')),
  print bigint not null,
  created_run bigint not null,
  changed_run bigint not null,
  deleted_run bigint,
  primary key (district_id, id),
  unique (district_id, connection_id, source_key),
  foreign key (district_id, connection_id) references connection,
  foreign key (district_id, parent_id) references term
);
create index term_deleted on term (district_id, deleted_run) where deleted_run is not null;

create table course (
  district_id key_text not null references district,
  id bigint not null,
  connection_id bigint not null,
  source_key key_text not null,
  title text not null,
  course_code text,
  school_id key_text,
  school_year_id bigint,
  grades text[] not null default '{}',
  subjects text[] not null default '{}',
  subject_codes text[] not null default '{}',
  metadata jsonb,
  status text not null default 'active' check (status in ('active', 'tobedeleted')),
  print bigint not null,
  created_run bigint not null,
  changed_run bigint not null,
  deleted_run bigint,
  primary key (district_id, id),
  unique (district_id, connection_id, source_key),
  foreign key (district_id, connection_id) references connection,
  foreign key (district_id, school_id) references school,
  foreign key (district_id, school_year_id) references term
);
create index course_deleted on course (district_id, deleted_run) where deleted_run is not null;

-- A section. The rostering API calls it course, Canvas a section.
create table class (
  district_id key_text not null references district,
  id bigint not null,
  connection_id bigint not null,
  source_key key_text not null,
  title text not null,
  class_code text,
  class_type text,
  location text,
  course_id bigint,
  school_id key_text not null,
  grades text[] not null default '{}',
  subjects text[] not null default '{}',
  subject_codes text[] not null default '{}',
  periods text[] not null default '{}',
  metadata jsonb,
  status text not null default 'active' check (status in ('active', 'tobedeleted')),
  print bigint not null,
  created_run bigint not null,
  changed_run bigint not null,
  deleted_run bigint,
  primary key (district_id, id),
  unique (district_id, connection_id, source_key),
  foreign key (district_id, connection_id) references connection,
  foreign key (district_id, course_id) references course,
  foreign key (district_id, school_id) references school
);
create index class_school on class (district_id, school_id);
create index class_course on class (district_id, course_id);
create index class_deleted on class (district_id, deleted_run) where deleted_run is not null;

create table class_term (
  district_id key_text not null references district,
  class_id bigint not null,
  term_id bigint not null,
  primary key (district_id, class_id, term_id),
  foreign key (district_id, class_id) references class on delete cascade,
  foreign key (district_id, term_id) references term
);
create index class_term_term on class_term (district_id, term_id);

create table person (
  district_id key_text not null references district,
  id bigint not null,
  connection_id bigint not null,
  source_key key_text not null,
  given_name text not null,
  family_name text not null,
  middle_name text,
  preferred_given_name text,
  preferred_family_name text,
  username text,
  email text,
  sms text,
  phone text,
  identifier text,
  enabled boolean not null default true,
  grades text[] not null default '{}',
  user_ids text[] not null default '{}',
  agent_keys text[] not null default '{}',
  metadata jsonb,
  status text not null default 'active' check (status in ('active', 'tobedeleted')),
  print bigint not null,
  created_run bigint not null,
  changed_run bigint not null,
  deleted_run bigint,
  primary key (district_id, id),
  unique (district_id, connection_id, source_key),
  foreign key (district_id, connection_id) references connection
);
create index person_email on person (district_id, lower(email)) where email is not null;
create index person_deleted on person (district_id, deleted_run) where deleted_run is not null;

-- A person at a school. OneRoster 1.2 files say the role in roles.csv, which is not read yet: then the role is null.
create table account (
  district_id key_text not null references district,
  school_id key_text not null,
  person_id bigint not null,
  role text,
  is_primary boolean,
  primary key (district_id, school_id, person_id),
  foreign key (district_id, school_id) references school,
  foreign key (district_id, person_id) references person on delete cascade
);
create index account_person on account (district_id, person_id);

-- The largest table: it keeps the two references that give it meaning as foreign keys. That its connection and school
-- exist is checked when it is written and follows from its class (each further key costs about 4 µs a row: benchmarks.md).
-- A tenth of each page stays free, so that a changed row finds room beside itself and its indexes stay as they are.
create table enrollment (
  district_id key_text not null,
  id bigint not null,
  connection_id bigint not null,
  source_key key_text not null,
  class_id bigint not null,
  person_id bigint not null,
  school_id key_text not null,
  role text not null,
  is_primary boolean,
  begin_date date,
  end_date date,
  metadata jsonb,
  status text not null default 'active' check (status in ('active', 'tobedeleted')),
  print bigint not null,
  created_run bigint not null,
  changed_run bigint not null,
  deleted_run bigint,
  primary key (district_id, id),
  unique (district_id, connection_id, source_key),
  foreign key (district_id, class_id) references class,
  foreign key (district_id, person_id) references person
) with (fillfactor = 90);
create index enrollment_class on enrollment (district_id, class_id);
create index enrollment_person on enrollment (district_id, person_id);

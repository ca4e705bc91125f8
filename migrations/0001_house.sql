-- The house: districts, who may do what in them, and what was done.
-- Every table but `district` and `directory` begins its keys with district_id, so that the whole
-- can be spread over machines by it. Identifiers compare by bytes on every server (collate "C").

create domain key_text as text collate "C" check (length(value) between 1 and 400);

create table district (
  id key_text primary key,
  name text not null,
  time_zone text not null,
  created_at timestamptz not null default now()
);

-- What something from outside opens: an e-mail, a session, a one-time link, an API key.
-- Only digests stand here. A link for the first administrator has no district yet.
create table directory (
  kind text not null check (kind in ('email', 'session', 'link', 'api_key')),
  digest bytea not null,
  district_id key_text references district,
  subject text not null,
  expires_at timestamptz,
  primary key (kind, digest)
);
create index directory_subject on directory (district_id, kind, subject);

-- Numbers count up a district, never globally. Allocated in blocks, outside long transactions; gaps are allowed.
create table counter (
  district_id key_text not null references district,
  name text not null,
  value bigint not null,
  primary key (district_id, name)
);

create table role (
  district_id key_text not null references district,
  id key_text not null,
  name text not null,
  description text not null default '',
  permissions text[] not null,
  built_in boolean not null default false,
  primary key (district_id, id)
);

create table sign_in (
  district_id key_text not null references district,
  id bigint not null,
  name text not null,
  email text not null,
  password_hash text,
  disabled boolean not null default false,
  created_at timestamptz not null default now(),
  last_sign_in_at timestamptz,
  primary key (district_id, id)
);
create unique index sign_in_email on sign_in (district_id, lower(email));

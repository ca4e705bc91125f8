-- Connections as people care for them: how they stand, what they sign in with, when they are due, and the way to support.

-- `error`: type (sync, auth, system), entry, facts, and since when. It stays while the connection is paused, where nobody
-- is shown it: that is the health which comes back when it is resumed.
alter table connection add column error jsonb check (error ->> 'type' in ('sync', 'auth', 'system'));
alter table connection add column health text generated always as
  (case when status = 'paused' then null when error is null then 'synced' else 'error' end) stored;
-- When everything was last read and no part of it lost.
alter table connection add column last_synced_at timestamptz;
-- It was deleted, and is removed with all of its data, some thousand rows at a time. Whoever looks finds nothing.
alter table connection add column deleted_at timestamptz;
create index connection_deleted on connection (district_id, id) where deleted_at is not null;

-- What a connection signs in with. Values are sealed, each bound to its district, connection and name, so that one which
-- is put elsewhere does not open. `kind` is the way to sign in that the values are for.
create table credential (
  district_id key_text not null references district,
  connection_id bigint not null,
  name text not null,
  kind text not null,
  sealed bytea not null,
  -- The key that it is sealed with, by a print of it.
  key_version text not null,
  set_at timestamptz not null,
  primary key (district_id, connection_id, name),
  foreign key (district_id, connection_id) references connection
);

-- When the other side may be asked again: one budget a connection, for all workers of all processes.
create table budget (
  district_id key_text not null references district,
  connection_id bigint not null,
  free_at timestamptz not null,
  primary key (district_id, connection_id),
  foreign key (district_id, connection_id) references connection
);

-- When a flow runs by itself: `{"every": "night", "at": "02:00"}` in the district's time zone, `hour` or `realtime`.
alter table flow add column schedule jsonb;
alter table flow add column next_due_at timestamptz;
create index flow_due on flow (district_id, next_due_at) where next_due_at is not null;

-- What somebody asked support about: one ticket an error.
create table ticket (
  district_id key_text not null references district,
  no bigint not null,
  connection_id bigint not null,
  -- The error as it stood.
  error jsonb not null,
  error_since timestamptz not null,
  words text not null,
  state text not null default 'open' check (state in ('open', 'sent', 'answered', 'closed')),
  opened_by jsonb not null,
  opened_at timestamptz not null,
  primary key (district_id, no),
  unique (district_id, connection_id, error_since),
  foreign key (district_id, connection_id) references connection
);

-- A link by which somebody outside gives credentials to one connection; it opens nothing else.
alter table directory drop constraint directory_kind_check;
alter table directory add constraint directory_kind_check
  check (kind in ('email', 'session', 'link', 'api_key', 'reauthenticate'));

update role set permissions = permissions || array['connections.read', 'connections.write', 'connections.credentials']
where built_in and id in ('administrator', 'integration_manager') and not permissions @> array['connections.read'];

-- Webhooks: addresses of other programs that hear of news, and what was told to them. A row of webhook_event is both the event
-- for one endpoint and its place in the queue; whoever delivers takes the endpoint with a lease, so that its events are
-- attempted one after the other.

create table webhook (
  district_id key_text not null references district,
  no bigint not null,
  name text not null,
  address text not null,
  -- Which news: [{"kind": "run", "changes": ["ended"]}]; changes null: all of the kind.
  wants jsonb not null,
  -- off: a person switched it off; disabled: it failed for days.
  state text not null default 'active' check (state in ('active', 'off', 'disabled')),
  -- News from then on are for it: since it was made, or last switched on.
  since timestamptz not null,
  -- Since when every attempt has failed.
  failing_since timestamptz,
  owner text,
  lease_until timestamptz,
  made_by jsonb not null,
  made_at timestamptz not null,
  primary key (district_id, no),
  unique (district_id, name)
);

-- What its events are signed with. After a rotation both sign until the old one ends.
create table webhook_secret (
  district_id key_text not null,
  webhook_no bigint not null,
  no int not null,
  sealed bytea not null,
  key_version text not null,
  made_at timestamptz not null,
  ends_at timestamptz,
  primary key (district_id, webhook_no, no),
  foreign key (district_id, webhook_no) references webhook
);

create table webhook_event (
  district_id key_text not null,
  no bigint not null,
  webhook_no bigint not null,
  -- By what its receiver knows it again: the same at every attempt and replay.
  id text not null,
  -- What it tells of, such as `news 12`: told once to an endpoint.
  about text not null,
  type text not null,
  body text not null,
  -- Whose data it counts, if it is a connection's.
  connection_id bigint,
  state text not null default 'queued' check (state in ('queued', 'delivered', 'failed')),
  -- Since it was queued or replayed.
  attempts int not null default 0,
  due_at timestamptz not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (district_id, no),
  unique (district_id, webhook_no, about),
  foreign key (district_id, webhook_no) references webhook,
  check ((ended_at is null) = (state = 'queued'))
);
create index webhook_event_due on webhook_event (district_id, webhook_no, due_at, no) where state = 'queued';
create index webhook_event_log on webhook_event (district_id, webhook_no, no desc);
create index webhook_event_made on webhook_event (district_id, made_at) where state <> 'queued';
create index webhook_event_connection on webhook_event (district_id, connection_id) where connection_id is not null;

create table webhook_attempt (
  district_id key_text not null,
  event_no bigint not null,
  no int not null,
  at timestamptz not null,
  ms int not null,
  status int,
  error jsonb,
  -- The beginning of what was answered, without what looks like an address or a secret.
  answer text,
  primary key (district_id, event_no, no),
  foreign key (district_id, event_no) references webhook_event
);

-- The processes that work now, each known by what it writes as the owner of a part. They work for all districts.
create table worker (
  id text primary key,
  kind text not null check (kind in ('hub', 'worker')),
  host text not null,
  pid int not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  stopping boolean not null default false
);

-- Issues that need somebody, counted by entry for whoever watches the installation.
create index issue_needs on issue (district_id, entry) where state in ('open', 'regressed');

-- Who may see and change webhooks, in districts that are there already.
update role set permissions = permissions || array['webhooks.read', 'webhooks.write']
where built_in and id in ('administrator', 'integration_manager') and not permissions @> array['webhooks.read'];

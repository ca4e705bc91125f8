-- What people may want to hear of, and who hears of it.

-- A change of state, written in the transaction of the change itself: counts, entries and ids of pages, never a name of a
-- person and never a grade. Telling the same news a second time is no second row.
create table news (
  district_id key_text not null references district,
  -- Counts up as transactions commit, so that whoever has read up to a number has missed none. Null only until then.
  no bigint,
  at timestamptz not null,
  kind text not null,
  -- The number or id of what it is about, and one word for what happened to it.
  subject text not null,
  change text not null,
  -- What makes the same change of the same subject a new one: a run's number, the time since when it is in error.
  version text not null,
  flow_no bigint,
  connection_id bigint,
  facts jsonb not null default '{}',
  primary key (district_id, kind, subject, change, version),
  foreign key (district_id, flow_no) references flow,
  foreign key (district_id, connection_id) references connection
);
create unique index news_no on news (district_id, no);
create index news_at on news (district_id, at);
create index news_connection on news (district_id, connection_id) where connection_id is not null;

-- The number is given as the last thing that a transaction does: the counter is locked for the commit alone, and after
-- everything else, so that nobody waits for it who holds what another waits for.
create function number_news() returns trigger language plpgsql as $$
begin
  with next as (
    insert into counter as c (district_id, name, value) values (new.district_id, 'news', 1)
    on conflict (district_id, name) do update set value = c.value + 1 returning c.value)
  update news n set no = next.value from next
  where n.district_id = new.district_id and n.kind = new.kind and n.subject = new.subject and n.change = new.change
    and n.version = new.version;
  return null;
end $$;
create constraint trigger number_news after insert on news deferrable initially deferred
  for each row execute function number_news();

-- How far each of those who deliver news (mail, webhooks) has read.
create table news_reader (
  district_id key_text not null references district,
  reader text not null,
  no bigint not null,
  primary key (district_id, reader)
);

-- Who hears of news by mail: a person about a flow, or about all flows that they have not asked about by themselves.
create table subscription (
  district_id key_text not null references district,
  no bigint not null,
  sign_in_id bigint not null,
  flow_no bigint,
  -- Mail of a run: only when there were problems, or nightly whatever happened.
  runs text check (runs in ('problems', 'nightly')),
  -- Changes of state: of the issues that one has, or of all and of connections, holds and the like.
  changes text check (changes in ('mine', 'all')),
  -- `07:00` in the district's time zone: all of a day in one mail; null: at once.
  digest_at text,
  -- When nothing is sent, as blackouts are told; what falls in them is sent behind them, in one mail.
  quiet jsonb not null default '[]',
  -- An issue that is open for so many hours is told of once more.
  still_open_hours int check (still_open_hours between 1 and 2000),
  -- News from then on are for it.
  since timestamptz not null,
  made_at timestamptz not null,
  -- Since when nothing is sent, since the mail server refused its address several times.
  rests_since timestamptz,
  primary key (district_id, no),
  unique nulls not distinct (district_id, sign_in_id, flow_no),
  foreign key (district_id, sign_in_id) references sign_in,
  foreign key (district_id, flow_no) references flow
);

-- What a subscription is told, once: its key says that nothing is told twice.
create table notification (
  district_id key_text not null,
  subscription_no bigint not null,
  kind text not null,
  subject text not null,
  change text not null,
  version text not null,
  at timestamptz not null,
  flow_no bigint,
  connection_id bigint,
  facts jsonb not null default '{}',
  due_at timestamptz not null,
  -- What is due under the same word goes into one mail: `run 41`, `digest`.
  bundle text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'dropped')),
  -- Why it was dropped, in a word; and the mail it was sent with.
  why text,
  mail_no bigint,
  primary key (district_id, subscription_no, kind, subject, change, version),
  foreign key (district_id, subscription_no) references subscription,
  check ((mail_no is not null) = (state = 'sent')),
  check ((why is not null) = (state = 'dropped'))
);
create index notification_due on notification (district_id, due_at) where state = 'waiting';
create index notification_connection on notification (district_id, connection_id) where connection_id is not null;

-- A mail for programs that show HTML, headers beside the usual ones, and when it is no news any more.
alter table mail add column html text;
alter table mail add column headers jsonb not null default '{}';
alter table mail add column stale_at timestamptz;

-- Whoever may see something may be told of it.
update role set permissions = permissions || array['notifications.receive']
where (permissions @> array['runs.read'] or permissions @> array['issues.read'] or permissions @> array['connections.read'])
  and not permissions @> array['notifications.receive'];
insert into role (district_id, id, name, description, permissions, built_in)
select id, 'teacher', 'Teacher', 'Is told what was refused of the sections that they teach', array['sections.taught', 'notifications.receive'], true
from district on conflict do nothing;
update role set permissions = permissions || array['sections.taught']
where built_in and id = 'administrator' and not permissions @> array['sections.taught'];

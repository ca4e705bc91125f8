-- Evidence: what was asked and what came, sealed; and tickets that take it to whoever looks after a system.

-- What is kept of a connection's calls is sealed with a key of its own, which is sealed with the installation's. Who
-- deletes a connection destroys this row first: whatever is still there of its calls opens nowhere any more.
create table data_key (
  district_id key_text not null references district,
  connection_id bigint not null,
  sealed bytea not null,
  made_at timestamptz not null,
  primary key (district_id, connection_id),
  foreign key (district_id, connection_id) references connection
);

-- Requests and their answers, in two series, so that each expires by dropping a month: of calls that were refused or
-- failed, and of calls that went well. Of a pushed record unit and seq are those of its outcome; of other calls seq is a
-- number of the district. Run 0: a checklist, which belongs to none. `sealed` is packed already.
create table exchange_refused (
  district_id key_text not null,
  month date not null,
  run_no bigint not null,
  unit text not null,
  seq bigint not null,
  connection_id bigint not null,
  at timestamptz not null,
  took_ms int not null,
  method text not null,
  -- Without its query.
  address text not null,
  -- Null: no answer came.
  status int,
  entry text collate "C",
  kind text,
  key text collate "C",
  sealed bytea not null,
  primary key (district_id, run_no, unit, seq, month)
) partition by range (month);
alter table exchange_refused alter column sealed set storage external;
create index exchange_refused_newest on exchange_refused (district_id, connection_id, at desc);

create table exchange_accepted (
  district_id key_text not null,
  month date not null,
  run_no bigint not null,
  unit text not null,
  seq bigint not null,
  connection_id bigint not null,
  at timestamptz not null,
  took_ms int not null,
  method text not null,
  address text not null,
  status int,
  entry text collate "C",
  kind text,
  key text collate "C",
  sealed bytea not null,
  primary key (district_id, run_no, unit, seq, month)
) partition by range (month);
alter table exchange_accepted alter column sealed set storage external;

-- A ticket is about a system error, as it stood, or about an issue.
alter table ticket add column issue_no bigint;
alter table ticket alter column error drop not null;
alter table ticket alter column error_since drop not null;
alter table ticket add constraint ticket_about check ((error is null) = (error_since is null) and (error is null) <> (issue_no is null));
alter table ticket add foreign key (district_id, issue_no) references issue;
create unique index ticket_issue on ticket (district_id, issue_no) where issue_no is not null;
-- Since when it is in its state.
alter table ticket add column since timestamptz;
update ticket set since = opened_at;
alter table ticket alter column since set not null;

-- What happened to a ticket, and what was said: by us, or by the desk, whose answers are pasted in.
create table ticket_event (
  district_id key_text not null references district,
  ticket_no bigint not null,
  no int not null,
  at timestamptz not null,
  what text not null check (what in ('opened', 'note', 'sent', 'answered', 'closed', 'reopened')),
  actor jsonb not null,
  words text not null default '',
  -- Where it was sent, and by which mail or event of a webhook.
  desk text,
  mail_no bigint,
  webhook_event_no bigint,
  primary key (district_id, ticket_no, no),
  foreign key (district_id, ticket_no) references ticket
);

-- The handover bundle as it was shown and as it goes: its files, which hold no name of a person.
create table ticket_bundle (
  district_id key_text not null references district,
  ticket_no bigint not null,
  made_at timestamptz not null,
  digest text not null,
  -- zstd of a JSON list of files, each with name and text.
  files bytea not null,
  -- Null: it was not sent. What was sent is not sent again.
  sent_at timestamptz,
  primary key (district_id, ticket_no),
  foreign key (district_id, ticket_no) references ticket
);
alter table ticket_bundle alter column files set storage external;

-- Who is asked about a system; the empty system stands for all that have no desk of their own.
create table desk (
  district_id key_text not null references district,
  system text not null,
  name text not null,
  -- It is asked by mail, or by one of the district's webhooks.
  email text,
  webhook_no bigint,
  primary key (district_id, system),
  check ((email is null) <> (webhook_no is null))
);

-- Who is answered, where that is not the hub; and what a mail carries beside its text.
alter table mail add column reply_to text;
create table mail_attachment (
  district_id key_text not null references district,
  mail_no bigint not null,
  no int not null,
  name text not null,
  type text not null,
  content bytea not null,
  primary key (district_id, mail_no, no),
  foreign key (district_id, mail_no) references mail on delete cascade
);
alter table mail_attachment alter column content set storage external;

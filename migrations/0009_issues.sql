-- Issues: one cause on one flow, with the records that have it. What an issue counts is read from `record`.

create table issue (
  district_id key_text not null references district,
  no bigint not null,
  flow_no bigint not null,
  -- What makes it the same issue again: an entry of the dictionary, which has one cause and holds no id of a record.
  entry text collate "C" not null,
  state text not null default 'open' check (state in ('open', 'regressed', 'snoozed', 'muted', 'resolved')),
  -- What it was before it was snoozed or muted, and will be again.
  was text check (was in ('open', 'regressed')),
  -- Since when it is in this state.
  since timestamptz not null,
  assignee_id bigint,
  -- A snooze ends at this instant, or when so many records have the cause, whichever comes first.
  until_at timestamptz,
  until_records bigint,
  -- Why it was muted last.
  reason text,
  first_run bigint not null,
  last_run bigint not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  primary key (district_id, no),
  unique (district_id, flow_no, entry),
  foreign key (district_id, flow_no) references flow,
  foreign key (district_id, assignee_id) references sign_in,
  check ((was is not null) = (state in ('snoozed', 'muted'))),
  check ((until_at is not null or until_records is not null) = (state = 'snoozed')),
  check (state <> 'muted' or reason is not null)
);
create index issue_due on issue (district_id, until_at) where until_at is not null;

-- How many records had an issue when a run ended, and how many waited for these: one row an issue and run.
create table issue_run (
  district_id key_text not null,
  issue_no bigint not null,
  run_no bigint not null,
  records bigint not null,
  waiting bigint not null,
  primary key (district_id, issue_no, run_no),
  foreign key (district_id, issue_no) references issue
);

-- The issue that a record counts in: its entry's, or, where it waits for a record that did not get through, that one's.
-- Null: it was refused, or in another way, since issues were last brought up to date.
alter table record add column issue_no bigint;
create index record_issue on record (district_id, issue_no, kind, key) include (entry) where issue_no is not null;
create index record_issue_new on record (district_id, flow_no) where issue_no is null and state <> 'held';
create index record_waits on record (district_id, flow_no, waits_kind, waits_key) where state = 'blocked';

-- What was done to an issue is read again with it.
create index audit_issue on audit (district_id, subject_id, no) where subject_kind = 'issue';

update role set permissions = permissions || array['issues.read']
where permissions @> array['runs.read'] and not permissions @> array['issues.read'];
update role set permissions = permissions || array['issues.write']
where built_in and id in ('administrator', 'integration_manager') and not permissions @> array['issues.write'];

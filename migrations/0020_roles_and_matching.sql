-- The roles of people in OneRoster 1.2: several a person and school, each with its own dates. And matching that costs what changed.

-- A row of roles.csv. What it says is summed up in `account`, in the same transaction.
create table person_role (
  district_id key_text not null references district,
  id bigint not null,
  connection_id bigint not null,
  source_key key_text not null,
  person_id bigint not null,
  school_id key_text not null,
  role text not null,
  role_type text not null,
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
  foreign key (district_id, person_id) references person on delete cascade
);
create index person_role_person on person_role (district_id, person_id);
create index person_role_deleted on person_role (district_id, deleted_run) where deleted_run is not null;

-- `[{"role": "teacher", "type": "primary", "begin": "2026-08-17", "end": null}]`, the one that counts first; null where a
-- source says no more than the word in `role` (1.1, and whoever is given an account by the API).
alter table account add column roles jsonb;

-- People who change are matched with those who share an id or an address with them, and with nobody else: up to which run
-- the people of a connection were matched, and by what is found who has changed since and who shares what.
alter table connection add column people_matched_run bigint not null default 0;
create index person_changed on person (district_id, connection_id, changed_run);
create index person_identifier on person (district_id, identifier) where identifier is not null;

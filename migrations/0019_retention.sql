-- How long a district keeps what its runs and people leave behind, and people who were forgotten.

-- Days, by class of data; a class without a row is kept as long as usual (src/retention/retention.model.ts).
create table retention (
  district_id key_text not null references district,
  class text not null,
  days int not null check (days > 0),
  primary key (district_id, class)
);

-- What became of its records was removed, since its time was over; the numbers stay.
alter table run add column outcomes_removed_at timestamptz;
-- Dry runs whose outcomes are still there.
create index run_dry on run (district_id, finished_at) where scope ->> 'dry' = 'true' and outcomes_removed_at is null;

-- A person is forgotten: what was asked, how far it is, what was done. No name, and once it has ended no id either.
create table erasure (
  district_id key_text not null references district,
  no bigint not null,
  state text not null default 'asked' check (state in ('asked', 'done')),
  -- The ids, addresses and names by which what is there of the person is found, sealed; null: it has ended.
  sealed bytea,
  -- The same person does not come again by a file or a reading.
  keep_away boolean not null,
  -- Why it has not ended yet: runs that may still bring the person.
  waits_for jsonb,
  asked_by jsonb not null,
  asked_at timestamptz not null,
  -- How much was removed, by place; and what goes by itself later, and when.
  removed jsonb not null default '{}',
  later jsonb not null default '[]',
  finished_at timestamptz,
  primary key (district_id, no),
  check ((finished_at is not null) = (state = 'done')),
  check ((sealed is null) = (state = 'done'))
);
create index erasure_open on erasure (district_id, no) where state = 'asked';

-- A forgotten person’s key is known by a digest with a salt (`salt.digest`), never by itself.
alter table exemption drop constraint exemption_decision_check;
alter table exemption add constraint exemption_decision_check
  check (decision in ('keep', 'ignore', 'never_delete', 'send_anyway', 'forgotten'));

-- All that a person’s passport showed, and who looked, is found by the person too.
create index looked_person on looked (district_id, person_id) where person_id is not null;

update role set permissions = permissions || array['retention.read', 'retention.write', 'privacy.export', 'privacy.erase']
where built_in and id = 'administrator' and not permissions @> array['privacy.export'];

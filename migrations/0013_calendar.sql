-- When nothing runs by itself: blackouts of the district and of a connection, and pauses that a person planned.

-- `[{"from": "07:00", "to": "15:30", "days": ["monday"]}, {"from": "2026-12-20", "to": "2027-01-03"}]`, in the district's
-- time zone: no run is asked for in them, and what became due meanwhile is asked for once, behind them.
alter table district add column blackouts jsonb not null default '[]';
alter table connection add column blackouts jsonb not null default '[]';
-- A flow that is due in a blackout waits until then.
alter table flow add column not_before timestamptz;

-- A pause that begins and ends by itself, in the name of whoever planned it.
create table pause_plan (
  district_id key_text not null references district,
  no bigint not null,
  connection_id bigint not null,
  -- As it was said, in the district's time zone: `2026-12-20` or `2026-12-20T18:00`. The last day is part of it.
  begins text not null,
  ends text not null,
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  reason text not null,
  state text not null check (state in ('planned', 'begun', 'over')),
  made_by jsonb not null,
  made_at timestamptz not null,
  primary key (district_id, no),
  unique (district_id, connection_id, begins),
  foreign key (district_id, connection_id) references connection,
  check (begins_at < ends_at)
);
create index pause_plan_open on pause_plan (district_id, begins_at) where state <> 'over';

-- The plan that paused the connection, and may resume it; null: a person paused it, and nothing but a person resumes it.
alter table connection add column pause_plan_no bigint;

-- From when on changes are a mass change that waits for a person: a list of rules of the flow, beside those of its job.
alter table flow alter column thresholds set default '[]';
update flow set thresholds = '[]';
-- What a hold is for: only changes of these schools ('': of none); null: all. `percent`: the share that was passed.
alter table hold add column schools text[];
alter table hold add column percent double precision not null default 10;
-- What would be written of a record that is held, so that it can be shown and carried out as it was; null of deletions.
alter table record add column held_change jsonb;

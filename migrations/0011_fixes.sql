-- Fixes: typed actions that take a cause away, what they touched and what came of it; words of a source that are read as
-- words of OneRoster; records that a person left out.

create table fix (
  district_id key_text not null references district,
  no bigint not null,
  flow_no bigint not null,
  -- Which one it is (`value.map`), and for which records: those that this entry refused, of this kind, with these facts.
  name text not null,
  entry text collate "C" not null,
  kind text,
  facts jsonb not null default '{}',
  -- What was asked for: the form's values, and which records were picked or taken out.
  asked jsonb not null,
  -- The list that was seen.
  digest text not null,
  state text not null check (state in ('applied', 'proved', 'failed', 'undone')),
  -- How many records it was for, and how many waited for these.
  records bigint not null,
  dependents bigint not null,
  -- The newest run of the district when it was applied: what a later one found is what came of the fix.
  after_run bigint not null,
  -- The run that was asked to carry its records again, the one after which it was known what came of it, and the last one
  -- that took it back. Null: no run was asked, since what was read last is not kept any more; the next reading does it.
  run_no bigint,
  settled_run bigint,
  undo_run bigint,
  made_by jsonb not null,
  made_at timestamptz not null,
  settled_at timestamptz,
  undone_by jsonb,
  undone_at timestamptz,
  primary key (district_id, no),
  foreign key (district_id, flow_no) references flow,
  check ((undone_at is not null) = (state = 'undone'))
);
create index fix_flow on fix (district_id, flow_no, state);

-- The records that a fix touched. `stored`: what the roster held of it before; null: nothing.
create table fix_record (
  district_id key_text not null references district,
  fix_no bigint not null,
  kind text not null,
  key text collate "C" not null,
  -- The part's unit that carried it last.
  unit text not null,
  -- It waited for one that the fix is for.
  dependent boolean not null,
  stored jsonb,
  primary key (district_id, fix_no, kind, key),
  foreign key (district_id, fix_no) references fix
);

-- What a connection's own words mean: `value` in a column is read as `word`, but not in the records of `except_keys`.
create table value_mapping (
  district_id key_text not null references district,
  connection_id bigint not null,
  kind text not null,
  column_name text collate "C" not null,
  value text collate "C" not null,
  word text not null,
  except_keys text[] not null default '{}',
  fix_no bigint not null,
  primary key (district_id, connection_id, kind, column_name, value),
  foreign key (district_id, connection_id) references connection,
  foreign key (district_id, fix_no) references fix
);

-- A decision may end, and may be a fix's.
alter table exemption add column until_at timestamptz;
alter table exemption add column fix_no bigint;
create index exemption_fix on exemption (district_id, fix_no) where fix_no is not null;

update role set permissions = permissions || array['fixes.apply']
where built_in and id in ('administrator', 'integration_manager') and not permissions @> array['fixes.apply'];

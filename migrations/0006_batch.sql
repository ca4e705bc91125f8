-- A batch of the rostering API: its lines as they were sent, in pages of lines of one kind, and what became of each.
-- Lines hold children's data: they are sealed, and gone with the transaction that carries their page out. What is left of
-- a page tells its answer again for a few days.
create table batch_page (
  district_id key_text not null references district,
  batch_id text collate "C" not null,
  -- What its lines are about (`user`, `course`, `courseMember`, `attendanceSession`); `line`: none that could be read.
  kind text not null,
  no int not null,
  -- Null only while the batch is being read.
  run_no bigint,
  -- The numbers of its lines, four bytes each.
  lines bytea not null,
  -- zstd of the lines, sealed; null: carried out.
  body bytea,
  -- A byte a line: what became of it; null: not carried out.
  codes bytea,
  -- By which names refused users and courses are referred to, as prints, with their lines.
  refused bytea,
  made_at timestamptz not null,
  primary key (district_id, batch_id, kind, no)
);
create index batch_page_made on batch_page (district_id, made_at);
-- It is packed already.
alter table batch_page alter column body set storage external;

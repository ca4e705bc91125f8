-- Who a person is in other systems, and who looked at whose record.

-- A person's id in the system of a connection, as it was matched or said by somebody. Of the connection that brings the
-- person it is the key of the person's own row: that stands here only where somebody decided something about it.
create table identity (
  district_id key_text not null references district,
  connection_id bigint not null,
  person_id bigint not null,
  -- Null: nobody there, or it is unclear who; of the person's own connection always.
  their_id key_text,
  matched text not null check (matched in ('own', 'sis_id', 'email', 'by_hand', 'unclear')),
  -- Ids that fit and cannot be told apart.
  candidates text[] not null default '{}',
  -- Whether Hallpass may act there as this person, where the system has a way to.
  may_act boolean not null default true,
  matched_at timestamptz not null,
  -- Who said so; null: it was matched.
  said_by jsonb,
  -- How it stood before somebody said otherwise: `{"matched", "theirId", "candidates"}`; null: nothing did.
  before jsonb,
  primary key (district_id, connection_id, person_id),
  foreign key (district_id, connection_id) references connection,
  foreign key (district_id, person_id) references person on delete cascade,
  check (matched not in ('own', 'unclear') or their_id is null),
  check (matched not in ('sis_id', 'email') or their_id is not null),
  check ((matched = 'by_hand') = (said_by is not null))
);
create index identity_theirs on identity (district_id, connection_id, their_id) where their_id is not null;
create index identity_person on identity (district_id, person_id);

-- Who looked at whose record. It stays when the record is gone.
create table looked (
  district_id key_text not null,
  month date not null,
  no bigint not null,
  at timestamptz not null,
  actor jsonb not null,
  flow_no bigint not null,
  kind text not null,
  key text collate "C" not null,
  -- The person whose record it is, as far as the roster knew them.
  person_id bigint,
  primary key (district_id, month, no)
) partition by range (month);
create index looked_record on looked (district_id, flow_no, kind, key, at desc);

update role set permissions = permissions || array['identities.write']
where built_in and id in ('administrator', 'integration_manager') and not permissions @> array['identities.write'];

-- The part of the dictionary that a district adds: messages that nobody could explain yet, those that it has named, and
-- what people say of the help.

-- Unknown messages, those that differ in their values only counted as one.
create table unknown_message (
  district_id key_text not null references district,
  id bigint not null,
  -- The system that was asked about; null: none was named.
  system text,
  -- The message without its values, each of which is an empty word: `section`, ``, `is`, `not`, `open`.
  words text[] not null,
  -- So many words may differ in a message that still belongs to it.
  loose int not null,
  count bigint not null check (count > 0),
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  ignored boolean not null default false,
  -- A few of the messages as they came, sealed, since they hold names; and since when the oldest of them is kept.
  samples bytea,
  samples_since timestamptz,
  primary key (district_id, id),
  check ((samples is null) = (samples_since is null))
);
create index unknown_message_most_seen on unknown_message (district_id, count desc, id);

-- The district's own entries. Each change raises the counter `district_entry`, by which every hub knows that what it
-- remembers of them is old.
create table district_entry (
  district_id key_text not null references district,
  name key_text not null,
  -- The entry as it was written: system, message with placeholders, causes.
  body jsonb not null,
  updated_at timestamptz not null,
  primary key (district_id, name)
);

-- Whether an entry's help fixed it: one answer a person, entry and day of the district.
create table entry_answer (
  district_id key_text not null references district,
  entry text collate "C" not null,
  sign_in_id bigint not null,
  day date not null,
  fixed boolean not null,
  primary key (district_id, entry, sign_in_id, day),
  foreign key (district_id, sign_in_id) references sign_in
);

-- Whoever may see runs may explain what they say; the administrator names it.
update role set permissions = permissions || array['dictionary.read']
where permissions @> array['runs.read'] and not permissions @> array['dictionary.read'];
update role set permissions = permissions || array['dictionary.write']
where built_in and id = 'administrator' and not permissions @> array['dictionary.write'];

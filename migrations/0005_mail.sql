-- Outgoing mail. A row is both the mail and its place in the queue: whoever sends takes it with a lease, tries, and
-- writes what came of it. While no mail server is set, rows simply stay queued: that is the outbox.

create table mail (
  district_id key_text not null references district,
  no bigint not null,
  -- What sort of mail it is (`welcome`), and the id of what it belongs to (a person's).
  kind text not null,
  about key_text,
  recipient text not null,
  subject text not null,
  text text not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
  -- Tries since it was queued or somebody asked for it again; each begins with a lease.
  attempts int not null default 0,
  due_at timestamptz not null,
  owner text,
  lease_until timestamptz,
  -- The entry and facts of the last try that did not work: codes, never what a server wrote about a person.
  error jsonb,
  -- Given at the first try and kept, so that a mail server may recognise a second copy.
  message_id text,
  made_at timestamptz not null,
  sent_at timestamptz,
  primary key (district_id, no),
  check ((sent_at is not null) = (state = 'sent')),
  check (state = 'queued' or lease_until is null)
);
create index mail_due on mail (district_id, due_at) where state = 'queued';
create index mail_state on mail (district_id, state, no desc);
create index mail_about on mail (district_id, about) where about is not null;

-- Who may see and send mail, in districts that are there already.
update role set permissions = permissions || array['mail.read', 'mail.send']
where built_in and id = 'administrator' and not permissions @> array['mail.read'];
update role set permissions = permissions || array['mail.read', 'mail.send']
where built_in and id = 'integration_manager' and not permissions @> array['mail.read'];

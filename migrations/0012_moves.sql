-- Who looks at a page hears at once when what it shows has moved. `hallpass_moved` tells of what moved its district, its kind
-- and its number, and nothing else; whoever is told asks for it as anybody would. The triggers stand here, since runs
-- and connections are moved by many statements of many processes, none of which may forget to tell.
create function tell_moved() returns trigger language plpgsql as $$
declare
  moved record;
  kind text := 'connection';
  no bigint;
begin
  if tg_op = 'DELETE' then moved := old; else moved := new; end if;
  if tg_table_name = 'connection' then no := moved.id;
  elsif tg_table_name = 'flow' then no := moved.source_id;
  elsif tg_table_name = 'ticket' then no := moved.connection_id;
  elsif tg_table_name = 'run' then kind := 'run'; no := moved.no;
  else kind := 'run'; no := moved.run_no;
  end if;
  perform pg_notify('hallpass_moved', json_build_array(moved.district_id, kind, no::text)::text);
  return null;
end $$;

create trigger tell_moved after insert or update or delete on connection for each row execute function tell_moved();
create trigger tell_moved after update on flow for each row
  when (old.next_due_at is distinct from new.next_due_at or old.schedule is distinct from new.schedule)
  execute function tell_moved();
create trigger tell_moved after insert or update on ticket for each row execute function tell_moved();
create trigger tell_moved after insert or update on run for each row execute function tell_moved();
-- A part that only renews its lease has not moved.
create trigger tell_moved after update on part for each row
  when (old.state <> new.state or old.progress_done <> new.progress_done or old.progress_of <> new.progress_of)
  execute function tell_moved();

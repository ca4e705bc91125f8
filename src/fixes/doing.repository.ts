import { sql } from 'kysely';
import type { Doing, Fix } from './fix.ts';

const valueMap: Doing = {
  async inTheWay(db, { district, connection }, { kind, facts }) {
    const { rows } = await sql<{ fix_no: number }>`select fix_no from value_mapping
      where district_id = ${district} and connection_id = ${connection} and kind = ${kind}
        and column_name = ${facts['column']} and value = ${facts['value']}`.execute(db);
    return rows[0]?.fix_no ?? null;
  },
  async apply(db, { district, no, connection }, { group: { kind, facts }, values, without }) {
    await sql`insert into value_mapping (district_id, connection_id, kind, column_name, value, word, except_keys, fix_no)
      values (${district}, ${connection}, ${kind}, ${facts['column']}, ${facts['value']}, ${values['word']}, ${without}, ${no})`.execute(
      db,
    );
  },
  async undo(db, { district, no }) {
    await sql`delete from value_mapping where district_id = ${district} and fix_no = ${no}`.execute(db);
  },
};

const leaveOut: Doing = {
  inTheWay: async () => null,
  /** Only those that were chosen: what belongs to them is left out because of them. */
  async apply(db, { district, no, flow }, { values, by, at }) {
    const until = values['until'] ?? null;
    await sql`insert into exemption (district_id, flow_no, kind, key, decision, reason, until_at, fix_no, made_by, made_at)
      select one.district_id, ${flow}, one.kind, one.key, 'ignore', ${values['reason']},
        ((${until}::date + 1)::timestamp at time zone district.time_zone), ${no}, ${by}, ${at}
      from fix_record one join district on district.id = one.district_id
      where one.district_id = ${district} and one.fix_no = ${no} and not one.dependent
      on conflict (district_id, flow_no, kind, key) do update set decision = excluded.decision, reason = excluded.reason,
        until_at = excluded.until_at, fix_no = excluded.fix_no, made_by = excluded.made_by, made_at = excluded.made_at`.execute(
      db,
    );
  },
  async undo(db, { district, no, flow, connection }) {
    await sql`delete from exemption where district_id = ${district} and flow_no = ${flow} and fix_no = ${no}`.execute(
      db,
    );
    // Nothing is known of how they stood: the next reading is compared with nothing.
    await sql`delete from snapshot where district_id = ${district} and connection_id = ${connection}
      and kind in (select kind from fix_record where district_id = ${district} and fix_no = ${no})`.execute(db);
  },
};

const doings: ReadonlyMap<string, Doing> = new Map([
  ['value.map', valueMap],
  ['record.leave_out', leaveOut],
]);

/** What a fix writes down. */
export function doingOf(name: Fix['name']): Doing {
  const doing = doings.get(name);
  if (doing === undefined) throw new Error(`nothing carries out ${name}`);
  return doing;
}

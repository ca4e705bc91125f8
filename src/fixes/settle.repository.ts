import type { Statements } from '../platform/database.ts';

/**
 * What a run that has just ended says of the fixes of its flow: called in the transaction that ends it. A fix is proved
 * when none of its records is refused any more, and has failed when one of them was refused again; as long as some were
 * not carried since, it is neither.
 */
export async function settleFixes(
  db: Statements,
  { district, flow, run }: { readonly district: string; readonly flow: number; readonly run: number },
): Promise<void> {
  await db.query(
    `update fix set state = case when stand.refused > 0 then 'failed' else 'proved' end, settled_at = now(), settled_run = $3
     from (
       select fix.no, count(record.key) filter (where record.last_run > fix.after_run) as refused,
         count(record.key) filter (where record.last_run <= fix.after_run) as not_carried
       from fix
       join fix_record one on one.district_id = fix.district_id and one.fix_no = fix.no and not one.dependent
       left join record on record.district_id = fix.district_id and record.flow_no = fix.flow_no and record.kind = one.kind
         and record.key = one.key
       where fix.district_id = $1 and fix.flow_no = $2 and fix.state = 'applied'
       group by fix.no
     ) stand
     where fix.district_id = $1 and fix.no = stand.no and stand.not_carried = 0`,
    [district, flow, run],
  );
}

import type { Fact } from '../notifications/news.model.ts';
import { tellNews } from '../notifications/news.repository.ts';
import type { Statements } from '../platform/database.ts';
import type { ActorRow } from '../platform/tables.ts';
import { countNames } from './count.model.ts';
import type { Counts } from './run.schema.ts';

type Ended = Counts & {
  readonly flow_no: number;
  readonly source_id: number | null;
  readonly state: string;
  readonly trigger: string;
  readonly by: ActorRow['kind'];
  readonly entry: string | null;
  readonly parts_left: number;
  readonly started_at: Date | null;
  readonly finished_at: Date;
  readonly holds: number;
  readonly causes: readonly Fact[] | null;
  readonly more: number;
  readonly quiet: number;
};

/** So many causes are told with a run; how many more there are is told as a number. */
const causesTold = 20;

/**
 * Tells that a run has ended, in the transaction that ends it and after its issues were brought up to date. Causes that
 * somebody snoozed or muted are not listed; `quiet` says how many those are.
 */
export async function tellRunEnded(db: Statements, district: string, run: number): Promise<void> {
  const { rows } = await db.query<Ended>(
    `with met as (
       select i.no, i.entry, i.state, n.records, n.waiting from issue_run n
       join issue i on i.district_id = $1 and i.no = n.issue_no
       where n.district_id = $1 and n.run_no = $2 and n.records + n.waiting > 0),
     told as (
       select *, row_number() over (order by records + waiting desc, no) as place from met
       where state not in ('snoozed', 'muted'))
     select r.flow_no, f.source_id, r.state, r.trigger, r.actor ->> 'kind' as by, r.error ->> 'entry' as entry,
       r.parts_left, r.started_at, r.finished_at, ${countNames.map((name) => `r.${name}`).join(', ')},
       (select count(*) from hold where district_id = $1 and run_no = $2 and state = 'open') as holds,
       (select json_agg(json_build_object('issue', no, 'entry', entry, 'records', records, 'waiting', waiting) order by place)
        from told where place <= ${causesTold}) as causes,
       (select greatest(count(*) - ${causesTold}, 0) from told) as more,
       (select count(*) from met where state in ('snoozed', 'muted')) as quiet
     from run r join flow f on f.district_id = $1 and f.no = r.flow_no
     where r.district_id = $1 and r.no = $2`,
    [district, run],
  );
  const ended = rows[0];
  if (ended === undefined) return;
  const { flow_no, source_id, parts_left, started_at, finished_at, causes, ...facts } = ended;
  await tellNews(db, district, finished_at, [
    {
      kind: 'run',
      subject: String(run),
      change: 'ended',
      version: String(run),
      flow: flow_no,
      connection: source_id,
      facts: {
        ...facts,
        run,
        partsLeft: parts_left,
        startedAt: started_at?.toISOString() ?? null,
        finishedAt: finished_at.toISOString(),
        causes: causes ?? [],
      },
    },
  ]);
}

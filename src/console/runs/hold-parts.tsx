import { Checkbox, List, Stack } from '@mantine/core';
import { Panel } from '../shell/facts.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { text } from '../text/text.ts';
import css from './hold-parts.module.css';
import type { HoldDetail } from './run-queries.ts';

/** What looks odd about a mass change, so that whoever decides sees it first. */
/** Kinds whose records can be joined to those that their source brought under new ids. */
const rekeyed = ['user', 'class'];

export function Odd({ hold }: { hold: HoldDetail }) {
  return (
    <Panel title={text.holds.odd}>
      <List>
        {hold.odd.map((one) => (
          <List.Item key={`${one.what} ${one.school}`}>
            {oddInWords(hold, one)}
            {one.what === 'rekey' && rekeyed.includes(hold.kind) && (
              <>
                {' '}
                <TextLink to="/connections/$id/new-ids" params={{ id: hold.connection.id }}>
                  {text.schoolYear.rekey.see}
                </TextLink>
              </>
            )}
          </List.Item>
        ))}
      </List>
    </Panel>
  );
}

function oddInWords({ operation, kind, schools }: HoldDetail, { what, count, of, school }: HoldDetail['odd'][number]) {
  const { oddities } = text.holds;
  if (what === 'rekey') return oddities.rekey(operation, count, of, kind);
  if (what === 'kind_gone') return oddities.kind_gone(of, kind);
  return oddities.school_gone(of, kind, schools.find(({ id }) => id === school)?.name ?? school ?? '');
}

/** How many records of a hold belong to these schools. */
export const recordsOf = ({ schools }: HoldDetail, chosen: readonly string[]): number =>
  schools.filter(({ id }) => chosen.includes(id)).reduce((sum, { records }) => sum + records, 0);

/** Decides about some schools only. */
export function ChooseSchools({
  hold,
  chosen,
  choose,
}: {
  hold: HoldDetail;
  chosen: string[];
  choose: (schools: string[]) => void;
}) {
  return (
    <Checkbox.Group label={text.holds.schools} description={text.holds.schoolsHelp} value={chosen} onChange={choose}>
      <Stack gap={6} mt={8} className={css.schools}>
        {hold.schools.map(({ id, name, records }) => (
          <Checkbox key={id} value={id} label={text.holds.ofSchool(id === '' ? text.holds.noSchool : name, records)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

/** What stands now and what would stand then; of a new record what it would be. */
export function Changes({
  operation,
  record,
}: {
  operation: HoldDetail['operation'];
  record: HoldDetail['sample'][number];
}) {
  const changes = record.changes ?? [];
  if (changes.length === 0 && operation === 'update') return text.holds.otherParent;
  return (
    <ul className={css.changes}>
      {changes.map(({ field, before, after }) => (
        <li key={field}>
          <Foreign
            value={operation === 'create' ? text.holds.is(field, after) : text.holds.becomes(field, before, after)}
            most={160}
          />
        </li>
      ))}
    </ul>
  );
}

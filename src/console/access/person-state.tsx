import type { SignInView } from '../../access/access.schema.ts';
import { StateMark } from '../shell/state-mark.tsx';
import type { StateName } from '../shell/states.ts';
import { text } from '../text/text.ts';
import css from './access.module.css';
import type { GrantView } from './access-queries.ts';

const states: Readonly<Record<SignInView['state'], StateName>> = {
  active: 'synced',
  invited: 'queued',
  disabled: 'paused',
};

export function PersonState({ state, pill = false }: { state: SignInView['state']; pill?: boolean }) {
  return <StateMark state={states[state]} word={text.people.states[state]} pill={pill} />;
}

export function GrantWords({ grants }: { grants: readonly GrantView[] }) {
  return (
    <span className={css.grants}>
      {grants.slice(0, 4).map((grant) => (
        <span key={`${grant.role} ${grant.schoolId}`}>
          <bdi>{grant.roleName}</bdi>{' '}
          <span className={css.dim}>
            {grant.schoolId === null ? text.people.inDistrict : text.people.at(grant.schoolName ?? grant.schoolId)}
          </span>
        </span>
      ))}
      {grants.length > 4 && <span className={css.dim}>{text.people.moreRoles(grants.length - 4)}</span>}
    </span>
  );
}

import {
  type Icon,
  IconAlertTriangle,
  IconBook2,
  IconEye,
  IconHome,
  IconListSearch,
  IconMessageQuestion,
  IconPlugConnected,
  IconQuestionMark,
  IconRefresh,
  IconSchool,
  IconUsers,
  IconVocabulary,
  IconWand,
} from '@tabler/icons-react';
import type { Permission } from '../../access/access.schema.ts';
import { text } from '../text/text.ts';

interface NavItem {
  to:
    | '/'
    | '/issues'
    | '/fixes'
    | '/runs'
    | '/connections'
    | '/expectations'
    | '/schools'
    | '/users'
    | '/courses'
    | '/explain'
    | '/dictionary'
    | '/causes'
    | '/unknown';
  label: string;
  icon: Icon;
  needs: Permission | null;
  /** The heading above the item, where one begins. */
  group: string | null;
}

export const navigation: readonly NavItem[] = [
  { to: '/', label: text.nav.home, icon: IconHome, needs: null, group: null },
  { to: '/issues', label: text.nav.issues, icon: IconAlertTriangle, needs: 'issues.read', group: null },
  { to: '/fixes', label: text.nav.fixes, icon: IconWand, needs: 'runs.read', group: null },
  { to: '/runs', label: text.nav.runs, icon: IconRefresh, needs: 'runs.read', group: null },
  { to: '/connections', label: text.nav.connections, icon: IconPlugConnected, needs: 'connections.read', group: null },
  {
    to: '/expectations',
    label: text.nav.expectations,
    icon: IconEye,
    needs: 'connections.read',
    group: null,
  },
  { to: '/schools', label: text.nav.schools, icon: IconSchool, needs: 'schools.read', group: text.nav.roster },
  { to: '/users', label: text.nav.users, icon: IconUsers, needs: 'roster.read', group: null },
  { to: '/courses', label: text.nav.courses, icon: IconBook2, needs: 'roster.read', group: null },
  { to: '/explain', label: text.nav.explain, icon: IconMessageQuestion, needs: null, group: text.nav.dictionary },
  { to: '/dictionary', label: text.nav.entries, icon: IconVocabulary, needs: null, group: null },
  { to: '/causes', label: text.nav.causes, icon: IconListSearch, needs: null, group: null },
  { to: '/unknown', label: text.nav.unknown, icon: IconQuestionMark, needs: 'dictionary.read', group: null },
];

interface AdminItem {
  to:
    | '/school-year'
    | '/calendar'
    | '/people'
    | '/roles'
    | '/schools'
    | '/api-keys'
    | '/tickets'
    | '/notifications'
    | '/mail'
    | '/webhooks'
    | '/workers'
    | '/retention'
    | '/audit';
  label: string;
  needs: Permission;
}

export const adminItems: readonly AdminItem[] = [
  { to: '/people', label: text.nav.people, needs: 'people.read' },
  { to: '/roles', label: text.nav.roles, needs: 'people.read' },
  { to: '/schools', label: text.nav.schools, needs: 'schools.read' },
  { to: '/api-keys', label: text.nav.apiKeys, needs: 'api_keys.read' },
  { to: '/tickets', label: text.nav.tickets, needs: 'connections.read' },
  { to: '/calendar', label: text.nav.calendar, needs: 'connections.read' },
  { to: '/school-year', label: text.nav.schoolYear, needs: 'connections.read' },
  { to: '/notifications', label: text.nav.notifications, needs: 'notifications.receive' },
  { to: '/mail', label: text.nav.mail, needs: 'mail.read' },
  { to: '/webhooks', label: text.nav.webhooks, needs: 'webhooks.read' },
  { to: '/workers', label: text.nav.workers, needs: 'runs.read' },
  { to: '/retention', label: text.nav.retention, needs: 'retention.read' },
  { to: '/audit', label: text.nav.audit, needs: 'audit.read' },
];

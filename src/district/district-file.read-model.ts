import { stringify } from 'yaml';
import { reading } from '../access/use-case.ts';
import { connectorOf } from '../connectors/registry.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import type { DistrictState } from './district-change.model.ts';
import { readState } from './district-state.repository.ts';

/** The district as a file: applied again it changes nothing. It holds no secret, nor a digest of one. */
export const districtAsFile = reading('district.write', async (db, scope, _: undefined) => {
  const state = await readState(db, scope.district, { digests: [], removing: false, secrets: null });
  if (state.district === null) throw refuse('request.not_found', { what: 'district', id: scope.district });
  return fileOf(state, state.district);
});

function fileOf(state: DistrictState, district: NonNullable<DistrictState['district']>): string {
  const content = {
    version: 1,
    district,
    schools: [...state.schools].map(([id, school]) => ({
      id,
      name: school.name,
      ...(school.rostering === null ? {} : { rostering: school.rostering }),
    })),
    mailTemplates: [...state.templates].map(([name, template]) => ({ name, ...template })),
    ...(state.blackouts.length === 0 ? {} : { blackouts: state.blackouts }),
    ...(Object.keys(state.retention).length === 0 ? {} : { retention: state.retention }),
    connections: [...state.connections]
      .filter(([, { system }]) => connectorOf(system) !== undefined)
      .map(([name, { system, settings, schedule, blackouts, pauses, thresholds }]) => ({
        name,
        system,
        settings,
        ...(schedule === null ? {} : { schedule }),
        ...(blackouts.length === 0 ? {} : { blackouts }),
        ...(pauses.length === 0 ? {} : { pauses }),
        ...(thresholds.length === 0 ? {} : { thresholds }),
      })),
    ...(state.notifications.length === 0 ? {} : { notifications: state.notifications.map(notificationOf) }),
    apiKeys: [...state.keys].map(([name, key]) => ({
      name,
      scopes: key.scopes,
      ...(key.schools.length === 0 ? {} : { schools: key.schools }),
      ...(key.managedBy === null ? {} : { managedBy: key.managedBy }),
    })),
  };
  // Without references: a list that two keys share is written twice, as a person would.
  return `# The secrets of API keys and what connections sign in with are not here. Applied to this hub the file keeps them; elsewhere new secrets are made, and connections have to be signed in.\n${stringify(content, { aliasDuplicateObjects: false, lineWidth: 0 })}`;
}

/** What was not chosen is left out, as a person would. */
function notificationOf({ no: _, connection, quiet, ...chosen }: DistrictState['notifications'][number]) {
  const said = Object.entries(chosen).filter(([, value]) => value !== null);
  return {
    ...Object.fromEntries(said),
    ...(connection === null ? {} : { connection }),
    ...(quiet.length === 0 ? {} : { quiet }),
  };
}

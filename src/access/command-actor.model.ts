import { userInfo } from 'node:os';
import type { Actor } from '../platform/actor.ts';
import { everything } from './permission.model.ts';

/** Whoever runs the command line on this machine: may do everything in the district, and is named in its audit. */
export function commandActor(district: string): Actor {
  return { kind: 'command', id: null, name: userName(), district, grants: everything };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

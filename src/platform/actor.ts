/** Who acts. Every use case takes one; its rights are what its grants say, in the whole district or in some schools. */
export type Actor = {
  readonly kind: 'person' | 'api_key' | 'command' | 'system';
  readonly id: string | null;
  readonly name: string;
  readonly district: string;
  /** `schools` null: the whole district. A permission may be granted several times. */
  readonly grants: readonly { readonly permission: string; readonly schools: readonly string[] | null }[];
};

/** As whom something is done in another system: over which connection, and which person of the district that is. */
export type ActedAs = { readonly connection: string; readonly person: string };

/** What is written of an actor beside what was done: never an address, never a right. */
export function actorRow(actor: Actor) {
  return { kind: actor.kind, id: actor.id, name: actor.name };
}

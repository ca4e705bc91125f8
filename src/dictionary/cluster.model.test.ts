import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cluster, clusterOf, makeClusters, templateOf } from './cluster.model.ts';

const now = new Date('2026-11-24T08:00:00Z');
const aRoom = { inAll: 2000, ofAShape: 2000 };
const one = (message: string, at = now): Cluster => clusterOf(message, { system: null, count: 1, now: at });

function gathered(messages: readonly string[], room = aRoom) {
  const clusters = makeClusters(room);
  for (const message of messages) clusters.add(one(message));
  return clusters;
}
const told = (messages: readonly string[]) =>
  gathered(messages)
    .all()
    .map(({ words, count }) => `${count} ${templateOf(words)}`)
    .sort();

describe('messages that say the same are one', () => {
  test('whatever their values are', () => {
    expect(
      told(['Bucket 1 lapsed for Mia', 'Bucket 22 lapsed for "Zoë Núñez"', 'bucket x7 lapsed for mia@north.example']),
    ).toEqual(['3 Bucket {a} lapsed for {b}']);
  });

  test('though a name in small letters is no value by itself', () => {
    expect(told(['user smith has no bucket', 'user jones has no bucket', 'user 7 has no bucket'])).toEqual([
      '3 User {a} has no bucket',
    ]);
  });

  test('not if a word of the dictionary differs, or too many others', () => {
    expect(told(['section is not linked', 'section is not found'])).toHaveLength(2);
    expect(told(['gizmo alpha jammed', 'bucket beta thawed'])).toHaveLength(2);
    expect(told(['one gizmo jammed', 'one more gizmo jammed'])).toHaveLength(2);
  });

  test('values side by side are one placeholder, and there are names for any number of them', () => {
    expect(templateOf(['the', '', '', 'lapsed'])).toBe('The {a} lapsed');
    const many = templateOf(Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? '' : 'x'))).split(' ');
    expect([many[0], many[50], many[52], many[58]]).toEqual(['{a}', '{z}', '{aa}', '{ad}']);
  });
});

/** Messages of few words and few values, so that many are alike, some by way of others only. */
const word = fc.constantFrom('alpha', 'beta', 'gamma', 'delta', 'section', 'is', 'not', 'Mia', '12', '"x"');
const messages = fc.array(
  fc.array(word, { minLength: 1, maxLength: 7 }).map((words) => words.join(' ')),
  {
    maxLength: 40,
  },
);

describe('the order in which messages come does not matter', () => {
  const whole = (clusters: readonly Cluster[]) =>
    clusters
      .map(({ words, loose, count, firstSeen, lastSeen, samples }) =>
        JSON.stringify([words, loose, count, firstSeen, lastSeen, samples.map(({ text }) => text).sort()]),
      )
      .sort();
  const timed = (texts: readonly string[]) => texts.map((text, at) => one(text, new Date(now.getTime() + at * 1000)));
  const allOf = (clusters: readonly Cluster[]) => {
    const gatheredOnes = makeClusters(aRoom);
    for (const cluster of clusters) gatheredOnes.add(cluster);
    return gatheredOnes.all();
  };

  test('in any order', () => {
    fc.assert(
      fc.property(
        messages.chain((texts) => {
          const clusters = timed(texts);
          return fc.tuple(
            fc.constant(clusters),
            fc.shuffledSubarray(clusters, { minLength: clusters.length, maxLength: clusters.length }),
          );
        }),
        ([clusters, shuffled]) => {
          expect(whole(allOf(shuffled))).toEqual(whole(allOf(clusters)));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('nor whether they come in one go, or in parts that are gathered by themselves', () => {
    fc.assert(
      fc.property(messages, fc.nat(40), (texts, at) => {
        const clusters = timed(texts);
        const parts = [...allOf(clusters.slice(at)), ...allOf(clusters.slice(0, at))];
        expect(whole(allOf(parts))).toEqual(whole(allOf(clusters)));
      }),
      { numRuns: 500 },
    );
  });

  test('no message is lost or counted twice', () => {
    fc.assert(
      fc.property(messages, (texts) => {
        expect(allOf(timed(texts)).reduce((sum, { count }) => sum + count, 0)).toBe(texts.length);
      }),
    );
  });
});

describe('what is kept of the messages', () => {
  test('five different ones at most, each up to 4 KB', () => {
    const [cluster] = gathered([...Array.from({ length: 100 }, (_, at) => `bucket ${at % 7} lapsed`)]).all();
    expect(new Set(cluster?.samples.map(({ text }) => text)).size).toBe(5);
    expect(one(`bucket ${'7'.repeat(10_000)}`).samples[0]?.text).toHaveLength(4096);
  });
});

/** A word of letters that no dictionary has. */
const odd = (n: number) => `zq${n.toString(26).replaceAll(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '')}`;

describe('there is room for so many', () => {
  test('the rarest go first, of these the oldest, and their messages are counted', () => {
    const clusters = makeClusters({ inAll: 3, ofAShape: 3 });
    const words = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
    for (const [at, name] of words.entries())
      clusters.add(one(`${name} ${odd(at)} ${odd(at + 10)}`, new Date(now.getTime() + at)));
    clusters.add(one(`one ${odd(0)} ${odd(10)}`, new Date(now.getTime() + 7)));
    const kept = clusters.all().map(({ words: [first] }) => first);
    expect(kept.sort()).toEqual(['one', 'seven', 'six']);
    expect(clusters.dropped()).toBe(5);
  });

  test('a hundred thousand messages of which none is like another take seconds and stay within bounds', () => {
    const clusters = makeClusters({ inAll: 2000, ofAShape: 200 });
    const began = performance.now();
    for (let at = 0; at < 100_000; at++)
      clusters.add(one([odd(at), odd(at * 7), odd(at * 31), odd(at * 101), odd(at * 3)].join(' ')));
    const all = clusters.all();
    expect(all.length).toBeLessThanOrEqual(2000);
    expect(all.reduce((sum, { count }) => sum + count, 0) + clusters.dropped()).toBe(100_000);
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  test('twice as many messages take about twice as long', () => {
    const time = (count: number) => {
      const texts = Array.from(
        { length: count },
        (_, at) => `user ${odd(at)} met bucket ${at} of course ${odd(at * 3)}`,
      );
      const began = performance.now();
      gathered(texts);
      return performance.now() - began;
    };
    time(20_000);
    const [once, twice] = [time(20_000), time(40_000)];
    expect(twice / once).toBeLessThan(4);
  });
});

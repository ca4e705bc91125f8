import { describe, expect, test } from 'vitest';
import { addressGuard, isRange } from './outbound-address.ts';

describe('addresses', () => {
  const public4 = ['8.8.8.8', '93.184.216.34', '172.32.0.1'];
  const public6 = ['2606:4700::1111', '2a00:1450:4001::1'];
  const closed = [
    ...['127.0.0.1', '10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '0.1.2.3'],
    ...['224.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1', '240.0.0.1'],
    ...[
      '::',
      '::1',
      'fe80::1',
      'fe80::1%eth0',
      'fc00::1',
      'fd00:ec2::254',
      'ff02::1',
      'fec0::1',
      '2001:db8::1',
      '100::1',
    ],
    ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b::808:808'],
    ...['2002:7f00:1::', '2002:808:808::1', '::ffff:0:7f00:1', '2001::1', 'sis.north.example', ''],
  ];

  test('public ones are open, every other kind is closed', () => {
    const isOpen = addressGuard([]);
    expect([...public4, ...public6].filter((address) => !isOpen(address))).toEqual([]);
    expect(closed.filter(isOpen)).toEqual([]);
  });

  test.each([
    ['10.0.0.0/8', ['10.255.0.1', '::ffff:10.0.0.1', '64:ff9b::a00:1'], ['192.168.0.1', '::ffff:8.8.8.8']],
    ['192.168.1.7', ['192.168.1.7'], ['192.168.1.8']],
    ['fd00::/8', ['fd12::1'], ['fc00::1']],
    ['64:ff9b::/96', ['64:ff9b::808:808'], ['64:ff9b::a00:1', '64:ff9b::a9fe:a9fe']],
    ['0.0.0.0/1', ['10.0.0.1', '127.0.0.1'], ['192.168.0.1', '::1']],
    ['128.0.0.0/1', ['192.168.0.1'], ['169.254.169.254', '::ffff:169.254.169.254']],
    ['fe80::/10', [], ['fe80::1']],
    ['::/1', ['::1', '::ffff:8.8.8.8'], ['::ffff:10.0.0.1', '::ffff:a9fe:a9fe', '64:ff9b::a9fe:a9fe']],
  ])('with %s allowed', (range, open, shut) => {
    const isOpen = addressGuard([range]);
    expect(open.filter((address) => !isOpen(address))).toEqual([]);
    expect(shut.filter(isOpen)).toEqual([]);
    expect(public4.filter(isOpen)).toEqual(public4);
  });

  test.each([
    ['10.0.0.0/8', true],
    ['192.168.1.7', true],
    ['fd00::/8', true],
    ['10.0.0.0/0', false],
    ['10.0.0.0/33', false],
    ['10.0.0.0/8/8', false],
    ['10.1/16', false],
    ['fe80::1%eth0/64', false],
    ['sis.north.example', false],
  ])('%s is a range: %s', (text, expected) => {
    expect(isRange(text)).toBe(expected);
  });
});

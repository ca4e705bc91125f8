import { makeOutbound } from '../../src/platform/outbound.ts';
import { testCertificate } from './certificate.ts';

/** The way to the receivers of these tests, which stand on this machine; otherwise as it is opened for everybody. */
export const wayToReceivers = () =>
  makeOutbound(['127.0.0.0/8'], {
    limits: { connect: 2_000, headers: 600, body: 600, whole: 2_000, bytes: 2_048 },
    redirects: 0,
    cut: true,
    ca: testCertificate,
    lookup: (_, { all }, callback) =>
      all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4),
  });

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { tellRefusals } from '../../src/dictionary/refusal.routes.ts';
import { createDistrict } from '../../src/district/district.repository.ts';
import { queueMail } from '../../src/mail/mail.repository.ts';
import { measureInstallation } from '../../src/metrics/figures.job.ts';
import { metricsRoutes } from '../../src/metrics/metrics.routes.ts';
import type { App } from '../../src/platform/house.ts';
import { makeMetrics, watchProcess } from '../../src/platform/metrics.ts';
import { makeServer, type Server } from '../../src/platform/server.ts';
import { freshDatabase } from '../database/database.ts';
import { sampleOf, samplesOf } from './scene.ts';

const root = path.join(import.meta.dirname, '..', '..');
const token = 'a token of the people who watch';

let app: App;
let server: Server;
let time = 0;
beforeAll(async () => {
  const fresh = await freshDatabase();
  const metrics = makeMetrics();
  app = { ...fresh, metrics, config: { ...fresh.config, metricsToken: token } };
  watchProcess(metrics, app.database.pool);
  measureInstallation(metrics, app.db, () => time);
  server = await makeServer({ log: app.log, metrics, trustProxy: ['10.0.0.0/8'], secure: false });
  tellRefusals(server);
  metricsRoutes(server, app);
  server.get('/api/v1/users/:id', async () => ({}));
  await server.ready();
});
afterAll(async () => {
  await server.close();
  await app.close();
});

const scrape = async (headers: Readonly<Record<string, string>> = {}, remoteAddress = '127.0.0.1') =>
  server.inject({ method: 'GET', url: '/metrics', headers, remoteAddress });

describe('GET /metrics', () => {
  test.each([
    ['this machine', {}, '127.0.0.1', 200],
    ['this machine, by its IPv6 address', {}, '::1', 200],
    ['this machine, by an IPv4 address inside an IPv6 one', {}, '::ffff:127.0.0.1', 200],
    ['another machine', {}, '192.0.2.7', 401],
    ['another machine with the token', { authorization: `Bearer ${token}` }, '192.0.2.7', 200],
    ['another machine with another token', { authorization: `Bearer ${token}s` }, '192.0.2.7', 401],
    ['another machine through a proxy on this one', { 'x-forwarded-for': '192.0.2.7' }, '127.0.0.1', 401],
    ['another machine that says it is this one', { 'x-forwarded-for': '127.0.0.1' }, '10.0.0.1', 401],
  ])('answers %s as it should', async (_, headers, from, status) => {
    const answer = await scrape(headers as Record<string, string>, from);
    expect(answer.statusCode).toBe(status);
    if (status === 200) expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    else expect(answer.json().error.help.entry).toBe('request.metrics_closed');
  });

  test('without a token in the configuration lets nobody else in', async () => {
    const closed = await makeServer({ log: app.log, trustProxy: [], secure: false });
    tellRefusals(closed);
    metricsRoutes(closed, { ...app, config: { ...app.config, metricsToken: undefined } });
    for (const authorization of ['Bearer undefined', 'Bearer ', `Bearer ${token}`]) {
      const answer = await closed.inject({
        url: '/metrics',
        method: 'GET',
        headers: { authorization },
        remoteAddress: '192.0.2.7',
      });
      expect(answer.statusCode).toBe(401);
    }
    await closed.close();
  });

  test('counts requests by the pattern of their route, never by their path', async () => {
    for (const id of ['17', '18', 'mia-nunez'])
      await server.inject({ method: 'GET', url: `/api/v1/users/${id}?q=secret` });
    await server.inject({ method: 'GET', url: '/nowhere/mia-nunez' });
    const { body } = await scrape();
    const of = (labels: Record<string, string>) =>
      sampleOf(body, 'hallpass_http_request_duration_seconds_count', labels);
    expect(of({ method: 'GET', route: '/api/v1/users/:id', status: '2xx' })).toBe(3);
    expect(of({ method: 'GET', route: 'unknown', status: '4xx' })).toBe(1);
    for (const hidden of ['mia-nunez', 'secret']) expect(body).not.toContain(hidden);
  });

  test('tells what waits, how connections stand, and what needs somebody, asking the database every 15 seconds at most', async () => {
    await createDistrict(app.db, { id: 'north', name: 'North Unified', timeZone: 'America/Chicago' });
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await sql`insert into connection (district_id, id, name, system, status, error) values
      ('north', 1, 'SIS', 'oneroster', 'active', null), ('north', 2, 'Old SIS', 'oneroster', 'paused', null),
      ('north', 3, 'LMS', 'oneroster', 'active', '{"type":"auth","entry":"connection.auth_error","facts":{},"since":"2026-11-24T08:00:00Z"}')`.execute(
      app.db,
    );
    await sql`insert into flow (district_id, no, job, source_id) values ('north', 1, 'rostering', 1)`.execute(app.db);
    await sql`insert into run (district_id, no, flow_no, trigger, actor, scope, state, asked_at)
      values ('north', 1, 1, 'person', '{"kind":"person","id":"1","name":"Ada"}', '{"trigger":"person","dry":false}', 'running', ${anHourAgo})`.execute(
      app.db,
    );
    await sql`insert into part (district_id, run_no, unit, flow_no, level, kind, source, state) values
      ('north', 1, 'users.csv', 1, 1, 'user', '{}', 'waiting'), ('north', 1, 'classes.csv', 1, 1, 'class', '{}', 'waiting')`.execute(
      app.db,
    );
    await sql`insert into issue (district_id, no, flow_no, entry, state, since, first_run, last_run, first_seen, last_seen)
      select 'north', no, 1, entry, state, now(), 1, 1, now(), now() from (values
        (1, 'connection.auth_error', 'open'), (2, 'oneroster.not_stored', 'regressed'), (3, 'connection.sync_error', 'resolved')) i (no, entry, state)`.execute(
      app.db,
    );
    await app.db.transaction().execute((tx) =>
      queueMail(
        tx,
        {
          district: 'north',
          to: 'mia@north.example',
          template: { subject: 'Hello', text: 'Hello' },
          values: {},
          kind: 'welcome',
          about: null,
        },
        anHourAgo,
      ),
    );
    time += 14_000;
    expect(sampleOf((await scrape()).body, 'hallpass_parts', { state: 'waiting' })).toBe(0);
    time += 1_000;
    const { body } = await scrape();
    const of = (name: string, labels: Record<string, string> = {}) => sampleOf(body, name, labels);
    expect(of('hallpass_parts', { state: 'waiting' })).toBe(2);
    expect(of('hallpass_parts', { state: 'running' })).toBe(0);
    expect(of('hallpass_oldest_part_seconds')).toBeGreaterThan(3_590);
    expect(of('hallpass_oldest_part_seconds')).toBeLessThan(3_700);
    expect(of('hallpass_connections', { state: 'synced' })).toBe(1);
    expect(of('hallpass_connections', { state: 'paused' })).toBe(1);
    expect(of('hallpass_connections', { state: 'auth_error' })).toBe(1);
    expect(of('hallpass_connections', { state: 'system_error' })).toBe(0);
    expect(of('hallpass_issues_open', { owner: 'integration_manager' })).toBe(1);
    expect(of('hallpass_issues_open', { owner: 'support' })).toBe(1);
    expect(of('hallpass_issues_open', { owner: 'teacher' })).toBe(0);
    expect(of('hallpass_mails_waiting')).toBe(1);
    expect(of('hallpass_oldest_mail_seconds')).toBeGreaterThan(3_590);
    expect(of('hallpass_webhooks_waiting')).toBe(0);
    expect(of('hallpass_database_answers')).toBe(1);
    expect(body).not.toContain('north');
    expect(body).not.toContain('mia@');
  });

  test('says that the database is silent instead of telling old numbers', async () => {
    const metrics = makeMetrics();
    const broken = new Proxy(app.db, {
      get() {
        throw new Error('the database has gone');
      },
    });
    measureInstallation(metrics, broken);
    const body = await metrics.registry.metrics();
    expect(sampleOf(body, 'hallpass_database_answers')).toBe(0);
    for (const name of ['hallpass_parts', 'hallpass_mails_waiting', 'hallpass_connections'])
      expect(samplesOf(body).filter((one) => one.name === name)).toEqual([]);
  });
});

/** Every name of a metric that the hub tells, with what a histogram tells beside. */
async function told(): Promise<ReadonlySet<string>> {
  const all = await app.metrics.registry.getMetricsAsJSON();
  return new Set(
    all.flatMap(({ name, type }) =>
      String(type) === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
}
const named = (expression: string) => expression.match(/\b(hallpass|nodejs|process)_\w+/g) ?? [];

describe('what is ready for those who watch', () => {
  test('the dashboard of Grafana asks for metrics that there are, and shows every one of ours', async () => {
    const text = readFileSync(path.join(root, 'deploy', 'grafana', 'hallpass.json'), 'utf8');
    const { panels } = JSON.parse(text) as { panels: { title: string; targets?: { expr: string }[] }[] };
    const asked = panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => named(expr)));
    const there = await told();
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((name) => !there.has(name))).toEqual([]);
    const shown = new Set(asked.map((name) => name.replace(/_(bucket|sum|count)$/, '')));
    const ours = (await app.metrics.registry.getMetricsAsJSON()).map(({ name }) => name);
    // Whether the database answers is for an alert, not for a curve.
    expect(ours.filter((name) => name.startsWith('hallpass_') && !shown.has(name))).toEqual([
      'hallpass_database_answers',
    ]);
  });

  test('the alert rules ask for metrics that there are, and each says what to do', async () => {
    const text = readFileSync(path.join(root, 'deploy', 'prometheus', 'hallpass-alerts.yaml'), 'utf8');
    type Rule = { alert: string; expr: string; annotations: { summary: string; what_to_do: string } };
    const { groups } = parse(text) as { groups: { rules: Rule[] }[] };
    const rules = groups.flatMap((group) => group.rules);
    const there = await told();
    expect(rules.length).toBeGreaterThan(5);
    for (const { alert, expr, annotations } of rules) {
      expect([alert, named(expr).filter((name) => !there.has(name))]).toEqual([alert, []]);
      expect([alert, named(expr).length > 0]).toEqual([alert, true]);
      expect([alert, annotations.summary !== '', annotations.what_to_do !== '']).toEqual([alert, true, true]);
    }
  });

  test('values of labels that the rules and the dashboard name are ones that are told', async () => {
    const files = ['grafana/hallpass.json', 'prometheus/hallpass-alerts.yaml'];
    const text = files.map((file) => readFileSync(path.join(root, 'deploy', file), 'utf8')).join();
    const states = [...text.matchAll(/hallpass_connections\{state=~\\?"([^"\\]+)\\?"\}/g)].map(
      ([, found]) => found ?? '',
    );
    expect(states.length).toBe(2);
    const known = ['synced', 'sync_error', 'auth_error', 'system_error', 'paused'];
    for (const state of states)
      expect(known.filter((one) => new RegExp(`^(?:${state})$`).test(one)).length).toBeGreaterThan(1);
  });
});

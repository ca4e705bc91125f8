-- The schema that the migrations make, by "node scripts/docs.ts" from pg_dump of PostgreSQL 15. For reading and for
-- comparing; a database is made by the numbered files beside it. Partitions of single months are left out.

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';

CREATE DOMAIN public.key_text AS text COLLATE pg_catalog."C"
	CONSTRAINT key_text_check CHECK (((length(VALUE) >= 1) AND (length(VALUE) <= 400)));

CREATE FUNCTION public.number_news() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  with next as (
    insert into counter as c (district_id, name, value) values (new.district_id, 'news', 1)
    on conflict (district_id, name) do update set value = c.value + 1 returning c.value)
  update news n set no = next.value from next
  where n.district_id = new.district_id and n.kind = new.kind and n.subject = new.subject and n.change = new.change
    and n.version = new.version;
  return null;
end $$;

CREATE FUNCTION public.tell_moved() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  moved record;
  kind text := 'connection';
  no bigint;
begin
  if tg_op = 'DELETE' then moved := old; else moved := new; end if;
  if tg_table_name = 'connection' then no := moved.id;
  elsif tg_table_name = 'flow' then no := moved.source_id;
  elsif tg_table_name = 'ticket' then no := moved.connection_id;
  elsif tg_table_name = 'run' then kind := 'run'; no := moved.no;
  else kind := 'run'; no := moved.run_no;
  end if;
  perform pg_notify('hallpass_moved', json_build_array(moved.district_id, kind, no::text)::text);
  return null;
end $$;

CREATE TABLE public.account (
    district_id public.key_text NOT NULL,
    school_id public.key_text NOT NULL,
    person_id bigint NOT NULL,
    role text,
    is_primary boolean,
    issued_id text,
    via_api boolean DEFAULT false NOT NULL,
    roles jsonb
);

CREATE TABLE public.api_key (
    district_id public.key_text NOT NULL,
    id bigint NOT NULL,
    name text NOT NULL,
    connection_id bigint,
    scopes text[] NOT NULL,
    managed_by jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone
);

CREATE TABLE public.api_key_school (
    district_id public.key_text NOT NULL,
    api_key_id bigint NOT NULL,
    school_id public.key_text NOT NULL
);

CREATE TABLE public.archived_term (
    district_id public.key_text NOT NULL,
    term_id bigint NOT NULL,
    school_year_no bigint NOT NULL
);

CREATE TABLE public.audit (
    district_id public.key_text NOT NULL,
    month date NOT NULL,
    no bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor jsonb NOT NULL,
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    subject_name text NOT NULL,
    details jsonb DEFAULT '{}'::jsonb NOT NULL
)
PARTITION BY RANGE (month);

CREATE TABLE public.batch_page (
    district_id public.key_text NOT NULL,
    batch_id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL,
    no integer NOT NULL,
    run_no bigint,
    lines bytea NOT NULL,
    body bytea,
    codes bytea,
    refused bytea,
    made_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY public.batch_page ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE TABLE public.budget (
    district_id public.key_text NOT NULL,
    connection_id bigint NOT NULL,
    free_at timestamp with time zone NOT NULL
);

CREATE TABLE public.class (
    district_id public.key_text NOT NULL,
    id bigint NOT NULL,
    connection_id bigint NOT NULL,
    source_key public.key_text NOT NULL,
    title text NOT NULL,
    class_code text,
    class_type text,
    location text,
    course_id bigint,
    school_id public.key_text NOT NULL,
    grades text[] DEFAULT '{}'::text[] NOT NULL,
    subjects text[] DEFAULT '{}'::text[] NOT NULL,
    subject_codes text[] DEFAULT '{}'::text[] NOT NULL,
    periods text[] DEFAULT '{}'::text[] NOT NULL,
    metadata jsonb,
    status text DEFAULT 'active'::text NOT NULL,
    print bigint NOT NULL,
    created_run bigint NOT NULL,
    changed_run bigint NOT NULL,
    deleted_run bigint,
    api_id text COLLATE pg_catalog."C",
    add_code text COLLATE pg_catalog."C",
    starts_at timestamp with time zone,
    ends_at timestamp with time zone,
    fields jsonb,
    CONSTRAINT class_status_check CHECK ((status = ANY (ARRAY['active'::text, 'tobedeleted'::text])))
);

CREATE TABLE public.class_attendance (
    district_id public.key_text NOT NULL,
    class_id bigint NOT NULL,
    name text NOT NULL,
    conversion boolean NOT NULL,
    strategy text,
    total_time double precision,
    sync_time double precision,
    async_time double precision,
    awarded_time double precision,
    max_awarded_time_per_day double precision,
    CONSTRAINT class_attendance_strategy_check CHECK ((strategy = ANY (ARRAY['uniform'::text, 'fixed'::text])))
);

CREATE TABLE public.class_staff (
    district_id public.key_text NOT NULL,
    class_id bigint NOT NULL,
    person_id bigint NOT NULL,
    role text NOT NULL,
    CONSTRAINT class_staff_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text])))
);

CREATE TABLE public.class_term (
    district_id public.key_text NOT NULL,
    class_id bigint NOT NULL,
    term_id bigint NOT NULL
);

CREATE TABLE public.connection (
    district_id public.key_text NOT NULL,
    id bigint NOT NULL,
    name text NOT NULL,
    system text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    settings jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    error jsonb,
    health text GENERATED ALWAYS AS (
CASE
    WHEN (status = 'paused'::text) THEN NULL::text
    WHEN (error IS NULL) THEN 'synced'::text
    ELSE 'error'::text
END) STORED,
    last_synced_at timestamp with time zone,
    deleted_at timestamp with time zone,
    blackouts jsonb DEFAULT '[]'::jsonb NOT NULL,
    pause_plan_no bigint,
    people_matched_run bigint DEFAULT 0 NOT NULL,
    CONSTRAINT connection_error_check CHECK (((error ->> 'type'::text) = ANY (ARRAY['sync'::text, 'auth'::text, 'system'::text]))),
    CONSTRAINT connection_status_check CHECK ((status = ANY (ARRAY['active'::text, 'paused'::text])))
);

CREATE TABLE public.counter (
    district_id public.key_text NOT NULL,
    name text NOT NULL,
    value bigint NOT NULL
);

CREATE TABLE public.course (
    district_id public.key_text NOT NULL,
    id bigint NOT NULL,
    connection_id bigint NOT NULL,
    source_key public.key_text NOT NULL,
    title text NOT NULL,
    course_code text,
    school_id public.key_text,
    school_year_id bigint,
    grades text[] DEFAULT '{}'::text[] NOT NULL,
    subjects text[] DEFAULT '{}'::text[] NOT NULL,
    subject_codes text[] DEFAULT '{}'::text[] NOT NULL,
    metadata jsonb,
    status text DEFAULT 'active'::text NOT NULL,
    print bigint NOT NULL,
    created_run bigint NOT NULL,
    changed_run bigint NOT NULL,
    deleted_run bigint,
    CONSTRAINT course_status_check CHECK ((status = ANY (ARRAY['active'::text, 'tobedeleted'::text])))
);

CREATE TABLE public.credential (
    district_id public.key_text NOT NULL,
    connection_id bigint NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    sealed bytea NOT NULL,
    key_version text NOT NULL,
    set_at timestamp with time zone NOT NULL
);

CREATE TABLE public.data_key (
    district_id public.key_text NOT NULL,
    connection_id bigint NOT NULL,
    sealed bytea NOT NULL,
    made_at timestamp with time zone NOT NULL
);

CREATE TABLE public.desk (
    district_id public.key_text NOT NULL,
    system text NOT NULL,
    name text NOT NULL,
    email text,
    webhook_no bigint,
    CONSTRAINT desk_check CHECK (((email IS NULL) <> (webhook_no IS NULL)))
);

CREATE TABLE public.directory (
    kind text NOT NULL,
    digest bytea NOT NULL,
    district_id public.key_text,
    subject text NOT NULL,
    expires_at timestamp with time zone,
    CONSTRAINT directory_kind_check CHECK ((kind = ANY (ARRAY['email'::text, 'session'::text, 'link'::text, 'api_key'::text, 'reauthenticate'::text])))
);

CREATE TABLE public.disk_day (
    district_id public.key_text NOT NULL,
    day date NOT NULL,
    free_bytes bigint NOT NULL,
    total_bytes bigint NOT NULL
);

CREATE TABLE public.district (
    id public.key_text NOT NULL,
    name text NOT NULL,
    time_zone text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    blackouts jsonb DEFAULT '[]'::jsonb NOT NULL
);

CREATE TABLE public.district_entry (
    district_id public.key_text NOT NULL,
    name public.key_text NOT NULL,
    body jsonb NOT NULL,
    updated_at timestamp with time zone NOT NULL
);

CREATE TABLE public.enrollment (
    district_id public.key_text NOT NULL,
    id bigint NOT NULL,
    connection_id bigint NOT NULL,
    source_key public.key_text NOT NULL,
    class_id bigint NOT NULL,
    person_id bigint NOT NULL,
    school_id public.key_text NOT NULL,
    role text NOT NULL,
    is_primary boolean,
    begin_date date,
    end_date date,
    metadata jsonb,
    status text DEFAULT 'active'::text NOT NULL,
    print bigint NOT NULL,
    created_run bigint NOT NULL,
    changed_run bigint NOT NULL,
    deleted_run bigint,
    via_api boolean DEFAULT false NOT NULL,
    mapping_id text,
    CONSTRAINT enrollment_status_check CHECK ((status = ANY (ARRAY['active'::text, 'tobedeleted'::text])))
)
WITH (fillfactor='90');

CREATE TABLE public.entry_answer (
    district_id public.key_text NOT NULL,
    entry text NOT NULL COLLATE pg_catalog."C",
    sign_in_id bigint NOT NULL,
    day date NOT NULL,
    fixed boolean NOT NULL
);

CREATE TABLE public.erasure (
    district_id public.key_text NOT NULL,
    no bigint NOT NULL,
    state text DEFAULT 'asked'::text NOT NULL,
    sealed bytea,
    keep_away boolean NOT NULL,
    waits_for jsonb,
    asked_by jsonb NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    removed jsonb DEFAULT '{}'::jsonb NOT NULL,
    later jsonb DEFAULT '[]'::jsonb NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT erasure_check CHECK (((finished_at IS NOT NULL) = (state = 'done'::text))),
    CONSTRAINT erasure_check1 CHECK (((sealed IS NULL) = (state = 'done'::text))),
    CONSTRAINT erasure_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'done'::text])))
);

CREATE TABLE public.exchange_accepted (
    district_id public.key_text NOT NULL,
    month date NOT NULL,
    run_no bigint NOT NULL,
    unit text NOT NULL,
    seq bigint NOT NULL,
    connection_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    took_ms integer NOT NULL,
    method text NOT NULL,
    address text NOT NULL,
    status integer,
    entry text COLLATE pg_catalog."C",
    kind text,
    key text COLLATE pg_catalog."C",
    sealed bytea NOT NULL
)
PARTITION BY RANGE (month);
ALTER TABLE ONLY public.exchange_accepted ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE TABLE public.exchange_refused (
    district_id public.key_text NOT NULL,
    month date NOT NULL,
    run_no bigint NOT NULL,
    unit text NOT NULL,
    seq bigint NOT NULL,
    connection_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    took_ms integer NOT NULL,
    method text NOT NULL,
    address text NOT NULL,
    status integer,
    entry text COLLATE pg_catalog."C",
    kind text,
    key text COLLATE pg_catalog."C",
    sealed bytea NOT NULL
)
PARTITION BY RANGE (month);
ALTER TABLE ONLY public.exchange_refused ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE TABLE public.exemption (
    district_id public.key_text NOT NULL,
    flow_no bigint NOT NULL,
    kind text NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    decision text NOT NULL,
    reason text NOT NULL,
    hold_no bigint,
    made_by jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone,
    fix_no bigint,
    CONSTRAINT exemption_decision_check CHECK ((decision = ANY (ARRAY['keep'::text, 'ignore'::text, 'never_delete'::text, 'send_anyway'::text, 'forgotten'::text])))
);

CREATE TABLE public.expectation (
    district_id public.key_text NOT NULL,
    no bigint NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL COLLATE pg_catalog."C",
    connection_id bigint,
    state text NOT NULL,
    since timestamp with time zone NOT NULL,
    expected jsonb DEFAULT '{}'::jsonb NOT NULL,
    told text,
    muted_until timestamp with time zone,
    muted_reason text,
    muted_by jsonb,
    normal_since timestamp with time zone,
    normal_reason text,
    normal_by jsonb,
    CONSTRAINT expectation_check CHECK (((muted_until IS NULL) = (muted_by IS NULL))),
    CONSTRAINT expectation_check1 CHECK (((normal_since IS NULL) = (normal_by IS NULL))),
    CONSTRAINT expectation_state_check CHECK ((state = ANY (ARRAY['met'::text, 'missed'::text])))
);

CREATE TABLE public.expectation_look (
    district_id public.key_text NOT NULL,
    looked_at timestamp with time zone NOT NULL,
    whole_at timestamp with time zone
);

CREATE TABLE public.expiry (
    district_id public.key_text NOT NULL,
    subject text NOT NULL COLLATE pg_catalog."C",
    connection_id bigint,
    ends_on date NOT NULL,
    said_by jsonb NOT NULL,
    said_at timestamp with time zone NOT NULL
);

CREATE TABLE public.fix (
    district_id public.key_text NOT NULL,
    no bigint NOT NULL,
    flow_no bigint NOT NULL,
    name text NOT NULL,
    entry text NOT NULL COLLATE pg_catalog."C",
    kind text,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    asked jsonb NOT NULL,
    digest text NOT NULL,
    state text NOT NULL,
    records bigint NOT NULL,
    dependents bigint NOT NULL,
    after_run bigint NOT NULL,
    run_no bigint,
    settled_run bigint,
    undo_run bigint,
    made_by jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    undone_by jsonb,
    undone_at timestamp with time zone,
    CONSTRAINT fix_check CHECK (((undone_at IS NOT NULL) = (state = 'undone'::text))),
    CONSTRAINT fix_state_check CHECK ((state = ANY (ARRAY['applied'::text, 'proved'::text, 'failed'::text, 'undone'::text])))
);

CREATE TABLE public.fix_record (
    district_id public.key_text NOT NULL,
    fix_no bigint NOT NULL,
    kind text NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    unit text NOT NULL,
    dependent boolean NOT NULL,
    stored jsonb
);

CREATE TABLE public.flow (
    district_id public.key_text NOT NULL,
    no bigint NOT NULL,
    job text NOT NULL,
    source_id bigint,
    target_id bigint,
    thresholds jsonb DEFAULT '[]'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    schedule jsonb,
    next_due_at timestamp with time zone,
    not_before timestamp with time zone,
    CONSTRAINT flow_job_check CHECK ((job = ANY (ARRAY['rostering'::text, 'passback'::text, 'merge'::text])))
);

CREATE TABLE public.grant_ (
    district_id public.key_text NOT NULL,
    sign_in_id bigint NOT NULL,
    role_id public.key_text NOT NULL,
    no integer NOT NULL,
    school_id public.key_text
);

CREATE TABLE public.hold (
    district_id public.key_text NOT NULL,
    no bigint NOT NULL,
    flow_no bigint NOT NULL,
    run_no bigint NOT NULL,
    kind text NOT NULL,
    operation text NOT NULL,
    reason text NOT NULL,
    records bigint NOT NULL,
    known bigint NOT NULL,
    digest text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    since timestamp with time zone NOT NULL,
    decided_by jsonb,
    decided_at timestamp with time zone,
    schools text[],
    percent double precision DEFAULT 10 NOT NULL,
    CONSTRAINT hold_operation_check CHECK ((operation = ANY (ARRAY['create'::text, 'update'::text, 'delete'::text]))),
    CONSTRAINT hold_state_check CHECK ((state = ANY (ARRAY['open'::text, 'released'::text, 'dismissed'::text])))
);

CREATE TABLE public.idempotency (
    district_id public.key_text NOT NULL,
    api_key_id bigint NOT NULL,
    path text NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    fingerprint bytea NOT NULL,
    status integer NOT NULL,
    answer bytea NOT NULL,
    made_at timestamp with time zone NOT NULL
);

CREATE TABLE public.identity (
    district_id public.key_text NOT NULL,
    connection_id bigint NOT NULL,
    person_id bigint NOT NULL,
    their_id public.key_text,
    matched text NOT NULL,
    candidates text[] DEFAULT '{}'::text[] NOT NULL,
    may_act boolean DEFAULT true NOT NULL,
    matched_at timestamp with time zone NOT NULL,
    said_by jsonb,
    before jsonb,
    CONSTRAINT identity_check CHECK (((matched <> ALL (ARRAY['own'::text, 'unclear'::text])) OR (their_id IS NULL))),
    CONSTRAINT identity_check1 CHECK (((matched <> ALL (ARRAY['sis_id'::text, 'email'::text])) OR (their_id IS NOT NULL))),
    CONSTRAINT identity_check2 CHECK (((matched = 'by_hand'::text) = (said_by IS NOT NULL))),
    CONSTRAINT identity_matched_check CHECK ((matched = ANY (ARRAY['own'::text, 'sis_id'::text, 'email'::text, 'by_hand'::text, 'unclear'::text])))
);

CREATE TABLE public.issue (
    district_id public.key_text NOT NULL,
    no bigint NOT NULL,
    flow_no bigint NOT NULL,
    entry text NOT NULL COLLATE pg_catalog."C",
    state text DEFAULT 'open'::text NOT NULL,
    was text,
    since timestamp with time zone NOT NULL,
    assignee_id bigint,
    until_at timestamp with time zone,
    until_records bigint,
    reason text,
    first_run bigint NOT NULL,
    last_run bigint NOT NULL,
    first_seen timestamp with time zone NOT NULL,
    last_seen timestamp with time zone NOT NULL,
    CONSTRAINT issue_check CHECK (((was IS NOT NULL) = (state = ANY (ARRAY['snoozed'::text, 'muted'::text])))),
    CONSTRAINT issue_check1 CHECK ((((until_at IS NOT NULL) OR (until_records IS NOT NULL)) = (state = 'snoozed'::text))),
    CONSTRAINT issue_check2 CHECK (((state <> 'muted'::text) OR (reason IS NOT NULL))),
    CONSTRAINT issue_state_check CHECK ((state = ANY (ARRAY['open'::text, 'regressed'::text, 'snoozed'::text, 'muted'::text, 'resolved'::text]))),
    CONSTRAINT issue_was_check CHECK ((was = ANY (ARRAY['open'::text, 'regressed'::text])))
);

CREATE TABLE public.issue_run (
    district_id public.key_text NOT NULL,
    issue_no bigint NOT NULL,
    run_no bigint NOT NULL,
    records bigint NOT NULL,
    waiting bigint NOT NULL
);

CREATE TABLE public.looked (
    district_id public.key_text NOT NULL,
    month date NOT NULL,
    no bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor jsonb NOT NULL,
    flow_no bigint NOT NULL,
    kind text NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    person_id bigint
)
PARTITION BY RANGE (month);

CREATE TABLE public.mail (
    district_id public.key_text NOT NULL,
    no bigint NOT NULL,
    kind text NOT NULL,
    about public.key_text,
    recipient text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone NOT NULL,
    owner text,
    lease_until timestamp with time zone,
    error jsonb,
    message_id text,
    made_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    reply_to text,
    html text,
    headers jsonb DEFAULT '{}'::jsonb NOT NULL,
    stale_at timestamp with time zone,
    CONSTRAINT mail_check CHECK (((sent_at IS NOT NULL) = (state = 'sent'::text))),
    CONSTRAINT mail_check1 CHECK (((state = 'queued'::text) OR (lease_until IS NULL))),
    CONSTRAINT mail_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text])))
);

CREATE TABLE public.mail_attachment (
    district_id public.key_text NOT NULL,
    mail_no bigint NOT NULL,
    no integer NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    content bytea NOT NULL
);
ALTER TABLE ONLY public.mail_attachment ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE public.mail_template (
    district_id public.key_text NOT NULL,
    name public.key_text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL
);

CREATE TABLE public.migration (
    name text NOT NULL,
    hash text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.news (
    district_id public.key_text NOT NULL,
    no bigint,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    change text NOT NULL,
    version text NOT NULL,
    flow_no bigint,
    connection_id bigint,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL
);

CREATE TABLE public.news_reader (
    district_id public.key_text NOT NULL,
    reader text NOT NULL,
    no bigint NOT NULL
);

CREATE TABLE public.notification (
    district_id public.key_text NOT NULL,
    subscription_no bigint NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    change text NOT NULL,
    version text NOT NULL,
    at timestamp with time zone NOT NULL,
    flow_no bigint,
    connection_id bigint,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    due_at timestamp with time zone NOT NULL,
    bundle text NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    why text,
    mail_no bigint,
    CONSTRAINT notification_check CHECK (((mail_no IS NOT NULL) = (state = 'sent'::text))),
    CONSTRAINT notification_check1 CHECK (((why IS NOT NULL) = (state = 'dropped'::text))),
    CONSTRAINT notification_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'dropped'::text])))
);

CREATE TABLE public.outcome (
    district_id public.key_text NOT NULL,
    month date NOT NULL,
    run_no bigint NOT NULL,
    unit text NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    outcome text NOT NULL,
    side text DEFAULT 'here'::text NOT NULL,
    tried boolean DEFAULT false NOT NULL,
    entry text NOT NULL,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    waits_kind text,
    waits_key text COLLATE pg_catalog."C",
    hold_no bigint,
    CONSTRAINT outcome_side_check CHECK ((side = ANY (ARRAY['here'::text, 'there'::text])))
)
PARTITION BY RANGE (month);

CREATE TABLE public.outcome_pack (
    district_id public.key_text NOT NULL,
    month date NOT NULL,
    run_no bigint NOT NULL,
    unit text NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL,
    outcome text NOT NULL,
    side text DEFAULT 'here'::text NOT NULL,
    n integer NOT NULL,
    lo text NOT NULL COLLATE pg_catalog."C",
    hi text NOT NULL COLLATE pg_catalog."C",
    keys bytea NOT NULL,
    CONSTRAINT outcome_pack_side_check CHECK ((side = ANY (ARRAY['here'::text, 'there'::text])))
)
PARTITION BY RANGE (month);
ALTER TABLE ONLY public.outcome_pack ALTER COLUMN keys SET STORAGE EXTERNAL;

CREATE TABLE public.part (
    district_id public.key_text NOT NULL,
    run_no bigint NOT NULL,
    unit text NOT NULL,
    flow_no bigint NOT NULL,
    level integer NOT NULL,
    kind text NOT NULL,
    source jsonb NOT NULL,
    store text,
    state text NOT NULL,
    cursor jsonb,
    owner text,
    lease_until timestamp with time zone,
    attempt integer DEFAULT 0 NOT NULL,
    progress_done bigint DEFAULT 0 NOT NULL,
    progress_of bigint DEFAULT 0 NOT NULL,
    entered bigint DEFAULT 0 NOT NULL,
    created bigint DEFAULT 0 NOT NULL,
    updated bigint DEFAULT 0 NOT NULL,
    deleted bigint DEFAULT 0 NOT NULL,
    unchanged bigint DEFAULT 0 NOT NULL,
    invalid bigint DEFAULT 0 NOT NULL,
    held bigint DEFAULT 0 NOT NULL,
    conflict bigint DEFAULT 0 NOT NULL,
    rejected bigint DEFAULT 0 NOT NULL,
    blocked bigint DEFAULT 0 NOT NULL,
    standing bigint DEFAULT 0 NOT NULL,
    seq bigint DEFAULT 0 NOT NULL,
    notes jsonb DEFAULT '[]'::jsonb NOT NULL,
    error jsonb,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    CONSTRAINT part_check CHECK ((entered = ((((((((created + updated) + deleted) + unchanged) + invalid) + held) + conflict) + rejected) + blocked))),
    CONSTRAINT part_check1 CHECK ((standing <= rejected)),
    CONSTRAINT part_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'left'::text])))
);

CREATE TABLE public.pause_plan (
    district_id public.key_text NOT NULL,
    no bigint NOT NULL,
    connection_id bigint NOT NULL,
    begins text NOT NULL,
    ends text NOT NULL,
    begins_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    reason text NOT NULL,
    state text NOT NULL,
    made_by jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT pause_plan_check CHECK ((begins_at < ends_at)),
    CONSTRAINT pause_plan_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'begun'::text, 'over'::text])))
);

CREATE TABLE public.person (
    district_id public.key_text NOT NULL,
    id bigint NOT NULL,
    connection_id bigint NOT NULL,
    source_key public.key_text NOT NULL,
    given_name text NOT NULL,
    family_name text NOT NULL,
    middle_name text,
    preferred_given_name text,
    preferred_family_name text,
    username text,
    email text,
    sms text,
    phone text,
    identifier text,
    enabled boolean DEFAULT true NOT NULL,
    grades text[] DEFAULT '{}'::text[] NOT NULL,
    user_ids text[] DEFAULT '{}'::text[] NOT NULL,
    agent_keys text[] DEFAULT '{}'::text[] NOT NULL,
    metadata jsonb,
    status text DEFAULT 'active'::text NOT NULL,
    print bigint NOT NULL,
    created_run bigint NOT NULL,
    changed_run bigint NOT NULL,
    deleted_run bigint,
    user_id text COLLATE pg_catalog."C",
    mapping_id text,
    CONSTRAINT person_status_check CHECK ((status = ANY (ARRAY['active'::text, 'tobedeleted'::text])))
);

CREATE TABLE public.person_role (
    district_id public.key_text NOT NULL,
    id bigint NOT NULL,
    connection_id bigint NOT NULL,
    source_key public.key_text NOT NULL,
    person_id bigint NOT NULL,
    school_id public.key_text NOT NULL,
    role text NOT NULL,
    role_type text NOT NULL,
    begin_date date,
    end_date date,
    metadata jsonb,
    status text DEFAULT 'active'::text NOT NULL,
    print bigint NOT NULL,
    created_run bigint NOT NULL,
    changed_run bigint NOT NULL,
    deleted_run bigint,
    CONSTRAINT person_role_status_check CHECK ((status = ANY (ARRAY['active'::text, 'tobedeleted'::text])))
);

CREATE TABLE public.push_day (
    district_id public.key_text NOT NULL,
    connection_id bigint NOT NULL,
    school_id text NOT NULL COLLATE pg_catalog."C",
    day date NOT NULL,
    run_no bigint NOT NULL
);

CREATE TABLE public.record (
    district_id public.key_text NOT NULL,
    flow_no bigint NOT NULL,
    kind text NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL,
    unit text NOT NULL,
    entry text NOT NULL,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    since_run bigint NOT NULL,
    last_run bigint NOT NULL,
    waits_kind text,
    waits_key text COLLATE pg_catalog."C",
    hold_no bigint,
    by_line boolean DEFAULT false NOT NULL,
    issue_no bigint,
    held_change jsonb,
    CONSTRAINT record_state_check CHECK ((state = ANY (ARRAY['invalid'::text, 'held'::text, 'conflict'::text, 'rejected'::text, 'blocked'::text])))
);

CREATE TABLE public.rekey (
    district_id public.key_text NOT NULL,
    no bigint NOT NULL,
    flow_no bigint NOT NULL,
    run_no bigint NOT NULL,
    made_by jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL
);

CREATE TABLE public.rekey_pair (
    district_id public.key_text NOT NULL,
    rekey_no bigint NOT NULL,
    kind text NOT NULL,
    new_key text NOT NULL COLLATE pg_catalog."C",
    old_key text NOT NULL COLLATE pg_catalog."C",
    score double precision NOT NULL
);

CREATE TABLE public.retention (
    district_id public.key_text NOT NULL,
    class text NOT NULL,
    days integer NOT NULL,
    CONSTRAINT retention_days_check CHECK ((days > 0))
);

CREATE TABLE public.role (
    district_id public.key_text NOT NULL,
    id public.key_text NOT NULL,
    name text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    permissions text[] NOT NULL,
    built_in boolean DEFAULT false NOT NULL
);

CREATE TABLE public.run (
    district_id public.key_text NOT NULL,
    no bigint NOT NULL,
    flow_no bigint NOT NULL,
    trigger text NOT NULL,
    actor jsonb NOT NULL,
    scope jsonb NOT NULL,
    cause_run bigint,
    state text NOT NULL,
    entered bigint DEFAULT 0 NOT NULL,
    created bigint DEFAULT 0 NOT NULL,
    updated bigint DEFAULT 0 NOT NULL,
    deleted bigint DEFAULT 0 NOT NULL,
    unchanged bigint DEFAULT 0 NOT NULL,
    invalid bigint DEFAULT 0 NOT NULL,
    held bigint DEFAULT 0 NOT NULL,
    conflict bigint DEFAULT 0 NOT NULL,
    rejected bigint DEFAULT 0 NOT NULL,
    blocked bigint DEFAULT 0 NOT NULL,
    standing bigint DEFAULT 0 NOT NULL,
    parts_left integer DEFAULT 0 NOT NULL,
    notes jsonb DEFAULT '[]'::jsonb NOT NULL,
    error jsonb,
    asked_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    outcomes_removed_at timestamp with time zone,
    CONSTRAINT run_check CHECK ((entered = ((((((((created + updated) + deleted) + unchanged) + invalid) + held) + conflict) + rejected) + blocked))),
    CONSTRAINT run_check1 CHECK ((standing <= rejected)),
    CONSTRAINT run_check2 CHECK (((finished_at IS NOT NULL) = (state = ANY (ARRAY['done'::text, 'stopped'::text, 'cancelled'::text])))),
    CONSTRAINT run_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'paused'::text, 'done'::text, 'stopped'::text, 'cancelled'::text])))
);

CREATE TABLE public.school (
    district_id public.key_text NOT NULL,
    id public.key_text NOT NULL,
    connection_id bigint,
    name text NOT NULL,
    type text DEFAULT 'school'::text NOT NULL,
    identifier text,
    parent_id public.key_text,
    rostering jsonb,
    metadata jsonb,
    status text DEFAULT 'active'::text NOT NULL,
    print bigint DEFAULT 0 NOT NULL,
    created_run bigint,
    changed_run bigint,
    deleted_run bigint,
    CONSTRAINT school_status_check CHECK ((status = ANY (ARRAY['active'::text, 'tobedeleted'::text])))
);

CREATE TABLE public.school_year (
    district_id public.key_text NOT NULL,
    no bigint NOT NULL,
    title text NOT NULL,
    state text NOT NULL,
    ends_on date NOT NULL,
    rolled_at timestamp with time zone,
    before_thresholds jsonb,
    steps jsonb DEFAULT '{}'::jsonb NOT NULL,
    made_by jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    CONSTRAINT school_year_check CHECK (((done_at IS NOT NULL) = (state = 'done'::text))),
    CONSTRAINT school_year_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text])))
);

CREATE TABLE public.session (
    district_id public.key_text NOT NULL,
    class_id bigint NOT NULL,
    id bigint NOT NULL,
    connection_id bigint NOT NULL,
    attendance_id text NOT NULL COLLATE pg_catalog."C",
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    fields jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_run bigint NOT NULL,
    CONSTRAINT session_check CHECK ((starts_at < ends_at))
);

CREATE TABLE public.sign_in (
    district_id public.key_text NOT NULL,
    id bigint NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    password_hash text,
    disabled boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_sign_in_at timestamp with time zone
);

CREATE TABLE public.snapshot (
    district_id public.key_text NOT NULL,
    connection_id bigint NOT NULL,
    kind text NOT NULL,
    scope text NOT NULL,
    patch integer NOT NULL,
    valid boolean DEFAULT true NOT NULL,
    run_no bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    hash bytea NOT NULL,
    fine bigint NOT NULL,
    body bytea NOT NULL
);
ALTER TABLE ONLY public.snapshot ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE TABLE public.subscription (
    district_id public.key_text NOT NULL,
    no bigint NOT NULL,
    sign_in_id bigint NOT NULL,
    flow_no bigint,
    runs text,
    changes text,
    digest_at text,
    quiet jsonb DEFAULT '[]'::jsonb NOT NULL,
    still_open_hours integer,
    since timestamp with time zone NOT NULL,
    made_at timestamp with time zone NOT NULL,
    rests_since timestamp with time zone,
    CONSTRAINT subscription_changes_check CHECK ((changes = ANY (ARRAY['mine'::text, 'all'::text]))),
    CONSTRAINT subscription_runs_check CHECK ((runs = ANY (ARRAY['problems'::text, 'nightly'::text]))),
    CONSTRAINT subscription_still_open_hours_check CHECK (((still_open_hours >= 1) AND (still_open_hours <= 2000)))
);

CREATE TABLE public.term (
    district_id public.key_text NOT NULL,
    id bigint NOT NULL,
    connection_id bigint NOT NULL,
    source_key public.key_text NOT NULL,
    title text NOT NULL,
    type text NOT NULL,
    start_date date NOT NULL,
    end_date date NOT NULL,
    parent_id bigint,
    school_year text,
    metadata jsonb,
    status text DEFAULT 'active'::text NOT NULL,
    print bigint NOT NULL,
    created_run bigint NOT NULL,
    changed_run bigint NOT NULL,
    deleted_run bigint,
    CONSTRAINT term_status_check CHECK ((status = ANY (ARRAY['active'::text, 'tobedeleted'::text])))
);

CREATE TABLE public.ticket (
    district_id public.key_text NOT NULL,
    no bigint NOT NULL,
    connection_id bigint NOT NULL,
    error jsonb,
    error_since timestamp with time zone,
    words text NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    opened_by jsonb NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    issue_no bigint,
    since timestamp with time zone NOT NULL,
    CONSTRAINT ticket_about CHECK ((((error IS NULL) = (error_since IS NULL)) AND ((error IS NULL) <> (issue_no IS NULL)))),
    CONSTRAINT ticket_state_check CHECK ((state = ANY (ARRAY['open'::text, 'sent'::text, 'answered'::text, 'closed'::text])))
);

CREATE TABLE public.ticket_bundle (
    district_id public.key_text NOT NULL,
    ticket_no bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    digest text NOT NULL,
    files bytea NOT NULL,
    sent_at timestamp with time zone
);
ALTER TABLE ONLY public.ticket_bundle ALTER COLUMN files SET STORAGE EXTERNAL;

CREATE TABLE public.ticket_event (
    district_id public.key_text NOT NULL,
    ticket_no bigint NOT NULL,
    no integer NOT NULL,
    at timestamp with time zone NOT NULL,
    what text NOT NULL,
    actor jsonb NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    desk text,
    mail_no bigint,
    webhook_event_no bigint,
    CONSTRAINT ticket_event_what_check CHECK ((what = ANY (ARRAY['opened'::text, 'note'::text, 'sent'::text, 'answered'::text, 'closed'::text, 'reopened'::text])))
);

CREATE TABLE public.unknown_message (
    district_id public.key_text NOT NULL,
    id bigint NOT NULL,
    system text,
    words text[] NOT NULL,
    loose integer NOT NULL,
    count bigint NOT NULL,
    first_seen timestamp with time zone NOT NULL,
    last_seen timestamp with time zone NOT NULL,
    ignored boolean DEFAULT false NOT NULL,
    samples bytea,
    samples_since timestamp with time zone,
    CONSTRAINT unknown_message_check CHECK (((samples IS NULL) = (samples_since IS NULL))),
    CONSTRAINT unknown_message_count_check CHECK ((count > 0))
);

CREATE TABLE public.value_mapping (
    district_id public.key_text NOT NULL,
    connection_id bigint NOT NULL,
    kind text NOT NULL,
    column_name text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C",
    word text NOT NULL,
    except_keys text[] DEFAULT '{}'::text[] NOT NULL,
    fix_no bigint NOT NULL
);

CREATE TABLE public.webhook (
    district_id public.key_text NOT NULL,
    no bigint NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    wants jsonb NOT NULL,
    state text DEFAULT 'active'::text NOT NULL,
    since timestamp with time zone NOT NULL,
    failing_since timestamp with time zone,
    owner text,
    lease_until timestamp with time zone,
    made_by jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT webhook_state_check CHECK ((state = ANY (ARRAY['active'::text, 'off'::text, 'disabled'::text])))
);

CREATE TABLE public.webhook_attempt (
    district_id public.key_text NOT NULL,
    event_no bigint NOT NULL,
    no integer NOT NULL,
    at timestamp with time zone NOT NULL,
    ms integer NOT NULL,
    status integer,
    error jsonb,
    answer text
);

CREATE TABLE public.webhook_event (
    district_id public.key_text NOT NULL,
    no bigint NOT NULL,
    webhook_no bigint NOT NULL,
    id text NOT NULL,
    about text NOT NULL,
    type text NOT NULL,
    body text NOT NULL,
    connection_id bigint,
    state text DEFAULT 'queued'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT webhook_event_check CHECK (((ended_at IS NULL) = (state = 'queued'::text))),
    CONSTRAINT webhook_event_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'delivered'::text, 'failed'::text])))
);

CREATE TABLE public.webhook_secret (
    district_id public.key_text NOT NULL,
    webhook_no bigint NOT NULL,
    no integer NOT NULL,
    sealed bytea NOT NULL,
    key_version text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone
);

CREATE TABLE public.worker (
    id text NOT NULL,
    kind text NOT NULL,
    host text NOT NULL,
    pid integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    stopping boolean DEFAULT false NOT NULL,
    CONSTRAINT worker_kind_check CHECK ((kind = ANY (ARRAY['hub'::text, 'worker'::text])))
);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (district_id, school_id, person_id);

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.api_key_school
    ADD CONSTRAINT api_key_school_pkey PRIMARY KEY (district_id, api_key_id, school_id);

ALTER TABLE ONLY public.archived_term
    ADD CONSTRAINT archived_term_pkey PRIMARY KEY (district_id, term_id);

ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (district_id, month, no);

ALTER TABLE ONLY public.batch_page
    ADD CONSTRAINT batch_page_pkey PRIMARY KEY (district_id, batch_id, kind, no);

ALTER TABLE ONLY public.budget
    ADD CONSTRAINT budget_pkey PRIMARY KEY (district_id, connection_id);

ALTER TABLE ONLY public.class_attendance
    ADD CONSTRAINT class_attendance_pkey PRIMARY KEY (district_id, class_id);

ALTER TABLE ONLY public.class
    ADD CONSTRAINT class_district_id_connection_id_source_key_key UNIQUE (district_id, connection_id, source_key);

ALTER TABLE ONLY public.class
    ADD CONSTRAINT class_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.class_staff
    ADD CONSTRAINT class_staff_pkey PRIMARY KEY (district_id, class_id, person_id, role);

ALTER TABLE ONLY public.class_term
    ADD CONSTRAINT class_term_pkey PRIMARY KEY (district_id, class_id, term_id);

ALTER TABLE ONLY public.connection
    ADD CONSTRAINT connection_district_id_name_key UNIQUE (district_id, name);

ALTER TABLE ONLY public.connection
    ADD CONSTRAINT connection_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.counter
    ADD CONSTRAINT counter_pkey PRIMARY KEY (district_id, name);

ALTER TABLE ONLY public.course
    ADD CONSTRAINT course_district_id_connection_id_source_key_key UNIQUE (district_id, connection_id, source_key);

ALTER TABLE ONLY public.course
    ADD CONSTRAINT course_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (district_id, connection_id, name);

ALTER TABLE ONLY public.data_key
    ADD CONSTRAINT data_key_pkey PRIMARY KEY (district_id, connection_id);

ALTER TABLE ONLY public.desk
    ADD CONSTRAINT desk_pkey PRIMARY KEY (district_id, system);

ALTER TABLE ONLY public.directory
    ADD CONSTRAINT directory_pkey PRIMARY KEY (kind, digest);

ALTER TABLE ONLY public.disk_day
    ADD CONSTRAINT disk_day_pkey PRIMARY KEY (district_id, day);

ALTER TABLE ONLY public.district_entry
    ADD CONSTRAINT district_entry_pkey PRIMARY KEY (district_id, name);

ALTER TABLE ONLY public.district
    ADD CONSTRAINT district_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.enrollment
    ADD CONSTRAINT enrollment_district_id_connection_id_source_key_key UNIQUE (district_id, connection_id, source_key);

ALTER TABLE ONLY public.enrollment
    ADD CONSTRAINT enrollment_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.entry_answer
    ADD CONSTRAINT entry_answer_pkey PRIMARY KEY (district_id, entry, sign_in_id, day);

ALTER TABLE ONLY public.erasure
    ADD CONSTRAINT erasure_pkey PRIMARY KEY (district_id, no);

ALTER TABLE ONLY public.exchange_accepted
    ADD CONSTRAINT exchange_accepted_pkey PRIMARY KEY (district_id, run_no, unit, seq, month);

ALTER TABLE ONLY public.exchange_refused
    ADD CONSTRAINT exchange_refused_pkey PRIMARY KEY (district_id, run_no, unit, seq, month);

ALTER TABLE ONLY public.exemption
    ADD CONSTRAINT exemption_pkey PRIMARY KEY (district_id, flow_no, kind, key);

ALTER TABLE ONLY public.expectation_look
    ADD CONSTRAINT expectation_look_pkey PRIMARY KEY (district_id);

ALTER TABLE ONLY public.expectation
    ADD CONSTRAINT expectation_pkey PRIMARY KEY (district_id, no);

ALTER TABLE ONLY public.expiry
    ADD CONSTRAINT expiry_pkey PRIMARY KEY (district_id, subject);

ALTER TABLE ONLY public.fix
    ADD CONSTRAINT fix_pkey PRIMARY KEY (district_id, no);

ALTER TABLE ONLY public.fix_record
    ADD CONSTRAINT fix_record_pkey PRIMARY KEY (district_id, fix_no, kind, key);

ALTER TABLE ONLY public.flow
    ADD CONSTRAINT flow_district_id_job_source_id_target_id_key UNIQUE NULLS NOT DISTINCT (district_id, job, source_id, target_id);

ALTER TABLE ONLY public.flow
    ADD CONSTRAINT flow_pkey PRIMARY KEY (district_id, no);

ALTER TABLE ONLY public.grant_
    ADD CONSTRAINT grant__district_id_sign_in_id_role_id_school_id_key UNIQUE NULLS NOT DISTINCT (district_id, sign_in_id, role_id, school_id);

ALTER TABLE ONLY public.grant_
    ADD CONSTRAINT grant__pkey PRIMARY KEY (district_id, sign_in_id, no);

ALTER TABLE ONLY public.hold
    ADD CONSTRAINT hold_pkey PRIMARY KEY (district_id, no);

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_pkey PRIMARY KEY (district_id, api_key_id, path, key);

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_pkey PRIMARY KEY (district_id, connection_id, person_id);

ALTER TABLE ONLY public.issue
    ADD CONSTRAINT issue_district_id_flow_no_entry_key UNIQUE (district_id, flow_no, entry);

ALTER TABLE ONLY public.issue
    ADD CONSTRAINT issue_pkey PRIMARY KEY (district_id, no);

ALTER TABLE ONLY public.issue_run
    ADD CONSTRAINT issue_run_pkey PRIMARY KEY (district_id, issue_no, run_no);

ALTER TABLE ONLY public.looked
    ADD CONSTRAINT looked_pkey PRIMARY KEY (district_id, month, no);

ALTER TABLE ONLY public.mail_attachment
    ADD CONSTRAINT mail_attachment_pkey PRIMARY KEY (district_id, mail_no, no);

ALTER TABLE ONLY public.mail
    ADD CONSTRAINT mail_pkey PRIMARY KEY (district_id, no);

ALTER TABLE ONLY public.mail_template
    ADD CONSTRAINT mail_template_pkey PRIMARY KEY (district_id, name);

ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.news
    ADD CONSTRAINT news_pkey PRIMARY KEY (district_id, kind, subject, change, version);

ALTER TABLE ONLY public.news_reader
    ADD CONSTRAINT news_reader_pkey PRIMARY KEY (district_id, reader);

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_pkey PRIMARY KEY (district_id, subscription_no, kind, subject, change, version);

ALTER TABLE ONLY public.outcome_pack
    ADD CONSTRAINT outcome_pack_pkey PRIMARY KEY (district_id, month, run_no, unit, seq);

ALTER TABLE ONLY public.outcome
    ADD CONSTRAINT outcome_pkey PRIMARY KEY (district_id, month, run_no, unit, seq);

ALTER TABLE ONLY public.part
    ADD CONSTRAINT part_pkey PRIMARY KEY (district_id, run_no, unit);

ALTER TABLE ONLY public.pause_plan
    ADD CONSTRAINT pause_plan_district_id_connection_id_begins_key UNIQUE (district_id, connection_id, begins);

ALTER TABLE ONLY public.pause_plan
    ADD CONSTRAINT pause_plan_pkey PRIMARY KEY (district_id, no);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_district_id_connection_id_source_key_key UNIQUE (district_id, connection_id, source_key);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.person_role
    ADD CONSTRAINT person_role_district_id_connection_id_source_key_key UNIQUE (district_id, connection_id, source_key);

ALTER TABLE ONLY public.person_role
    ADD CONSTRAINT person_role_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.push_day
    ADD CONSTRAINT push_day_pkey PRIMARY KEY (district_id, connection_id, school_id, day);

ALTER TABLE ONLY public.record
    ADD CONSTRAINT record_pkey PRIMARY KEY (district_id, flow_no, kind, key);

ALTER TABLE ONLY public.rekey_pair
    ADD CONSTRAINT rekey_pair_pkey PRIMARY KEY (district_id, rekey_no, kind, new_key);

ALTER TABLE ONLY public.rekey
    ADD CONSTRAINT rekey_pkey PRIMARY KEY (district_id, no);

ALTER TABLE ONLY public.retention
    ADD CONSTRAINT retention_pkey PRIMARY KEY (district_id, class);

ALTER TABLE ONLY public.role
    ADD CONSTRAINT role_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.run
    ADD CONSTRAINT run_pkey PRIMARY KEY (district_id, no);

ALTER TABLE ONLY public.school
    ADD CONSTRAINT school_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.school_year
    ADD CONSTRAINT school_year_pkey PRIMARY KEY (district_id, no);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_district_id_class_id_attendance_id_key UNIQUE (district_id, class_id, attendance_id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_overlap EXCLUDE USING gist (district_id WITH =, class_id WITH =, tstzrange(starts_at, ends_at) WITH &&);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (district_id, class_id, id);

ALTER TABLE ONLY public.sign_in
    ADD CONSTRAINT sign_in_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.snapshot
    ADD CONSTRAINT snapshot_pkey PRIMARY KEY (district_id, connection_id, kind, scope, patch);

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_district_id_sign_in_id_flow_no_key UNIQUE NULLS NOT DISTINCT (district_id, sign_in_id, flow_no);

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (district_id, no);

ALTER TABLE ONLY public.term
    ADD CONSTRAINT term_district_id_connection_id_source_key_key UNIQUE (district_id, connection_id, source_key);

ALTER TABLE ONLY public.term
    ADD CONSTRAINT term_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.ticket_bundle
    ADD CONSTRAINT ticket_bundle_pkey PRIMARY KEY (district_id, ticket_no);

ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_district_id_connection_id_error_since_key UNIQUE (district_id, connection_id, error_since);

ALTER TABLE ONLY public.ticket_event
    ADD CONSTRAINT ticket_event_pkey PRIMARY KEY (district_id, ticket_no, no);

ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_pkey PRIMARY KEY (district_id, no);

ALTER TABLE ONLY public.unknown_message
    ADD CONSTRAINT unknown_message_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.value_mapping
    ADD CONSTRAINT value_mapping_pkey PRIMARY KEY (district_id, connection_id, kind, column_name, value);

ALTER TABLE ONLY public.webhook_attempt
    ADD CONSTRAINT webhook_attempt_pkey PRIMARY KEY (district_id, event_no, no);

ALTER TABLE ONLY public.webhook
    ADD CONSTRAINT webhook_district_id_name_key UNIQUE (district_id, name);

ALTER TABLE ONLY public.webhook_event
    ADD CONSTRAINT webhook_event_district_id_webhook_no_about_key UNIQUE (district_id, webhook_no, about);

ALTER TABLE ONLY public.webhook_event
    ADD CONSTRAINT webhook_event_pkey PRIMARY KEY (district_id, no);

ALTER TABLE ONLY public.webhook
    ADD CONSTRAINT webhook_pkey PRIMARY KEY (district_id, no);

ALTER TABLE ONLY public.webhook_secret
    ADD CONSTRAINT webhook_secret_pkey PRIMARY KEY (district_id, webhook_no, no);

ALTER TABLE ONLY public.worker
    ADD CONSTRAINT worker_pkey PRIMARY KEY (id);

CREATE INDEX account_person ON public.account USING btree (district_id, person_id);

CREATE UNIQUE INDEX api_key_name ON public.api_key USING btree (district_id, name) WHERE (revoked_at IS NULL);

CREATE INDEX audit_issue ON ONLY public.audit USING btree (district_id, subject_id, no) WHERE (subject_kind = 'issue'::text);

CREATE INDEX audit_newest ON ONLY public.audit USING btree (district_id, no DESC);

CREATE INDEX batch_page_made ON public.batch_page USING btree (district_id, made_at);

CREATE UNIQUE INDEX class_add_code ON public.class USING btree (district_id, school_id, add_code) WHERE (add_code IS NOT NULL);

CREATE INDEX class_any_add_code ON public.class USING btree (district_id, lower(add_code)) WHERE (add_code IS NOT NULL);

CREATE UNIQUE INDEX class_api_id ON public.class USING btree (district_id, api_id) WHERE (api_id IS NOT NULL);

CREATE INDEX class_course ON public.class USING btree (district_id, course_id);

CREATE INDEX class_deleted ON public.class USING btree (district_id, deleted_run) WHERE (deleted_run IS NOT NULL);

CREATE INDEX class_school ON public.class USING btree (district_id, school_id);

CREATE INDEX class_staff_person ON public.class_staff USING btree (district_id, person_id);

CREATE INDEX class_term_term ON public.class_term USING btree (district_id, term_id);

CREATE INDEX connection_deleted ON public.connection USING btree (district_id, id) WHERE (deleted_at IS NOT NULL);

CREATE INDEX course_deleted ON public.course USING btree (district_id, deleted_run) WHERE (deleted_run IS NOT NULL);

CREATE INDEX directory_subject ON public.directory USING btree (district_id, kind, subject);

CREATE INDEX enrollment_class ON public.enrollment USING btree (district_id, class_id);

CREATE INDEX enrollment_person ON public.enrollment USING btree (district_id, person_id);

CREATE UNIQUE INDEX enrollment_via_api ON public.enrollment USING btree (district_id, class_id, person_id) WHERE via_api;

CREATE INDEX erasure_open ON public.erasure USING btree (district_id, no) WHERE (state = 'asked'::text);

CREATE INDEX exchange_refused_newest ON ONLY public.exchange_refused USING btree (district_id, connection_id, at DESC);

CREATE INDEX exemption_fix ON public.exemption USING btree (district_id, fix_no) WHERE (fix_no IS NOT NULL);

CREATE INDEX expectation_missed ON public.expectation USING btree (district_id, connection_id) WHERE (state = 'missed'::text);

CREATE UNIQUE INDEX expectation_subject ON public.expectation USING btree (district_id, kind, subject);

CREATE INDEX fix_flow ON public.fix USING btree (district_id, flow_no, state);

CREATE INDEX flow_due ON public.flow USING btree (district_id, next_due_at) WHERE (next_due_at IS NOT NULL);

CREATE UNIQUE INDEX hold_open ON public.hold USING btree (district_id, flow_no, kind, operation, reason) WHERE (state = 'open'::text);

CREATE INDEX idempotency_made ON public.idempotency USING btree (district_id, made_at);

CREATE INDEX identity_person ON public.identity USING btree (district_id, person_id);

CREATE INDEX identity_theirs ON public.identity USING btree (district_id, connection_id, their_id) WHERE (their_id IS NOT NULL);

CREATE INDEX issue_due ON public.issue USING btree (district_id, until_at) WHERE (until_at IS NOT NULL);

CREATE INDEX issue_needs ON public.issue USING btree (district_id, entry) WHERE (state = ANY (ARRAY['open'::text, 'regressed'::text]));

CREATE INDEX looked_person ON ONLY public.looked USING btree (district_id, person_id) WHERE (person_id IS NOT NULL);

CREATE INDEX looked_record ON ONLY public.looked USING btree (district_id, flow_no, kind, key, at DESC);

CREATE INDEX mail_about ON public.mail USING btree (district_id, about) WHERE (about IS NOT NULL);

CREATE INDEX mail_due ON public.mail USING btree (district_id, due_at) WHERE (state = 'queued'::text);

CREATE INDEX mail_state ON public.mail USING btree (district_id, state, no DESC);

CREATE INDEX news_at ON public.news USING btree (district_id, at);

CREATE INDEX news_connection ON public.news USING btree (district_id, connection_id) WHERE (connection_id IS NOT NULL);

CREATE UNIQUE INDEX news_no ON public.news USING btree (district_id, no);

CREATE INDEX notification_connection ON public.notification USING btree (district_id, connection_id) WHERE (connection_id IS NOT NULL);

CREATE INDEX notification_due ON public.notification USING btree (district_id, due_at) WHERE (state = 'waiting'::text);

CREATE INDEX outcome_key ON ONLY public.outcome USING btree (district_id, run_no, kind, key);

CREATE INDEX outcome_kind ON ONLY public.outcome USING btree (district_id, run_no, outcome, entry);

CREATE INDEX outcome_pack_range ON ONLY public.outcome_pack USING btree (district_id, run_no, kind, outcome, lo, hi);

CREATE UNIQUE INDEX part_at_work ON public.part USING btree (district_id, flow_no, unit) WHERE (state = 'running'::text);

CREATE INDEX part_of_flow ON public.part USING btree (district_id, flow_no, run_no) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));

CREATE INDEX part_open ON public.part USING btree (district_id, run_no, level) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));

CREATE INDEX pause_plan_open ON public.pause_plan USING btree (district_id, begins_at) WHERE (state <> 'over'::text);

CREATE UNIQUE INDEX person_api_email ON public.person USING btree (district_id, lower(email)) WHERE ((user_id IS NOT NULL) AND (status = 'active'::text));

CREATE INDEX person_changed ON public.person USING btree (district_id, connection_id, changed_run);

CREATE INDEX person_deleted ON public.person USING btree (district_id, deleted_run) WHERE (deleted_run IS NOT NULL);

CREATE INDEX person_email ON public.person USING btree (district_id, lower(email)) WHERE (email IS NOT NULL);

CREATE INDEX person_identifier ON public.person USING btree (district_id, identifier) WHERE (identifier IS NOT NULL);

CREATE INDEX person_role_deleted ON public.person_role USING btree (district_id, deleted_run) WHERE (deleted_run IS NOT NULL);

CREATE INDEX person_role_person ON public.person_role USING btree (district_id, person_id);

CREATE UNIQUE INDEX person_user_id ON public.person USING btree (district_id, user_id) WHERE (user_id IS NOT NULL);

CREATE INDEX push_day_run ON public.push_day USING btree (district_id, run_no);

CREATE INDEX record_hold ON public.record USING btree (district_id, hold_no) WHERE (hold_no IS NOT NULL);

CREATE INDEX record_issue ON public.record USING btree (district_id, issue_no, kind, key) INCLUDE (entry) WHERE (issue_no IS NOT NULL);

CREATE INDEX record_issue_new ON public.record USING btree (district_id, flow_no) WHERE ((issue_no IS NULL) AND (state <> 'held'::text));

CREATE INDEX record_state ON public.record USING btree (district_id, flow_no, kind, state);

CREATE INDEX record_waits ON public.record USING btree (district_id, flow_no, waits_kind, waits_key) WHERE (state = 'blocked'::text);

CREATE INDEX rekey_pair_new ON public.rekey_pair USING btree (district_id, kind, new_key);

CREATE UNIQUE INDEX rekey_pair_old ON public.rekey_pair USING btree (district_id, rekey_no, kind, old_key);

CREATE INDEX run_dry ON public.run USING btree (district_id, finished_at) WHERE (((scope ->> 'dry'::text) = 'true'::text) AND (outcomes_removed_at IS NULL));

CREATE INDEX run_flow ON public.run USING btree (district_id, flow_no, no DESC);

CREATE INDEX run_open ON public.run USING btree (district_id, no) WHERE (finished_at IS NULL);

CREATE INDEX school_connection ON public.school USING btree (district_id, connection_id);

CREATE INDEX school_deleted ON public.school USING btree (district_id, deleted_run) WHERE (deleted_run IS NOT NULL);

CREATE UNIQUE INDEX school_year_open ON public.school_year USING btree (district_id) WHERE (state = 'open'::text);

CREATE UNIQUE INDEX sign_in_email ON public.sign_in USING btree (district_id, lower(email));

CREATE INDEX term_deleted ON public.term USING btree (district_id, deleted_run) WHERE (deleted_run IS NOT NULL);

CREATE UNIQUE INDEX ticket_issue ON public.ticket USING btree (district_id, issue_no) WHERE (issue_no IS NOT NULL);

CREATE INDEX unknown_message_most_seen ON public.unknown_message USING btree (district_id, count DESC, id);

CREATE INDEX webhook_event_connection ON public.webhook_event USING btree (district_id, connection_id) WHERE (connection_id IS NOT NULL);

CREATE INDEX webhook_event_due ON public.webhook_event USING btree (district_id, webhook_no, due_at, no) WHERE (state = 'queued'::text);

CREATE INDEX webhook_event_log ON public.webhook_event USING btree (district_id, webhook_no, no DESC);

CREATE INDEX webhook_event_made ON public.webhook_event USING btree (district_id, made_at) WHERE (state <> 'queued'::text);

CREATE CONSTRAINT TRIGGER number_news AFTER INSERT ON public.news DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.number_news();

CREATE TRIGGER tell_moved AFTER INSERT OR DELETE OR UPDATE ON public.connection FOR EACH ROW EXECUTE FUNCTION public.tell_moved();

CREATE TRIGGER tell_moved AFTER UPDATE ON public.flow FOR EACH ROW WHEN (((old.next_due_at IS DISTINCT FROM new.next_due_at) OR (old.schedule IS DISTINCT FROM new.schedule))) EXECUTE FUNCTION public.tell_moved();

CREATE TRIGGER tell_moved AFTER UPDATE ON public.part FOR EACH ROW WHEN (((old.state <> new.state) OR (old.progress_done <> new.progress_done) OR (old.progress_of <> new.progress_of))) EXECUTE FUNCTION public.tell_moved();

CREATE TRIGGER tell_moved AFTER INSERT OR UPDATE ON public.run FOR EACH ROW EXECUTE FUNCTION public.tell_moved();

CREATE TRIGGER tell_moved AFTER INSERT OR UPDATE ON public.ticket FOR EACH ROW EXECUTE FUNCTION public.tell_moved();

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.person(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_district_id_school_id_fkey FOREIGN KEY (district_id, school_id) REFERENCES public.school(district_id, id);

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.api_key
    ADD CONSTRAINT api_key_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.api_key_school
    ADD CONSTRAINT api_key_school_district_id_api_key_id_fkey FOREIGN KEY (district_id, api_key_id) REFERENCES public.api_key(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.api_key_school
    ADD CONSTRAINT api_key_school_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.api_key_school
    ADD CONSTRAINT api_key_school_district_id_school_id_fkey FOREIGN KEY (district_id, school_id) REFERENCES public.school(district_id, id);

ALTER TABLE ONLY public.archived_term
    ADD CONSTRAINT archived_term_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.archived_term
    ADD CONSTRAINT archived_term_district_id_school_year_no_fkey FOREIGN KEY (district_id, school_year_no) REFERENCES public.school_year(district_id, no);

ALTER TABLE ONLY public.archived_term
    ADD CONSTRAINT archived_term_district_id_term_id_fkey FOREIGN KEY (district_id, term_id) REFERENCES public.term(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.batch_page
    ADD CONSTRAINT batch_page_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.budget
    ADD CONSTRAINT budget_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.budget
    ADD CONSTRAINT budget_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.class_attendance
    ADD CONSTRAINT class_attendance_district_id_class_id_fkey FOREIGN KEY (district_id, class_id) REFERENCES public.class(district_id, id);

ALTER TABLE ONLY public.class_attendance
    ADD CONSTRAINT class_attendance_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.class
    ADD CONSTRAINT class_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.class
    ADD CONSTRAINT class_district_id_course_id_fkey FOREIGN KEY (district_id, course_id) REFERENCES public.course(district_id, id);

ALTER TABLE ONLY public.class
    ADD CONSTRAINT class_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.class
    ADD CONSTRAINT class_district_id_school_id_fkey FOREIGN KEY (district_id, school_id) REFERENCES public.school(district_id, id);

ALTER TABLE ONLY public.class_staff
    ADD CONSTRAINT class_staff_district_id_class_id_fkey FOREIGN KEY (district_id, class_id) REFERENCES public.class(district_id, id);

ALTER TABLE ONLY public.class_staff
    ADD CONSTRAINT class_staff_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.class_staff
    ADD CONSTRAINT class_staff_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.person(district_id, id);

ALTER TABLE ONLY public.class_term
    ADD CONSTRAINT class_term_district_id_class_id_fkey FOREIGN KEY (district_id, class_id) REFERENCES public.class(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.class_term
    ADD CONSTRAINT class_term_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.class_term
    ADD CONSTRAINT class_term_district_id_term_id_fkey FOREIGN KEY (district_id, term_id) REFERENCES public.term(district_id, id);

ALTER TABLE ONLY public.connection
    ADD CONSTRAINT connection_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.counter
    ADD CONSTRAINT counter_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.course
    ADD CONSTRAINT course_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.course
    ADD CONSTRAINT course_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.course
    ADD CONSTRAINT course_district_id_school_id_fkey FOREIGN KEY (district_id, school_id) REFERENCES public.school(district_id, id);

ALTER TABLE ONLY public.course
    ADD CONSTRAINT course_district_id_school_year_id_fkey FOREIGN KEY (district_id, school_year_id) REFERENCES public.term(district_id, id);

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.credential
    ADD CONSTRAINT credential_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.data_key
    ADD CONSTRAINT data_key_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.data_key
    ADD CONSTRAINT data_key_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.desk
    ADD CONSTRAINT desk_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.directory
    ADD CONSTRAINT directory_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.disk_day
    ADD CONSTRAINT disk_day_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.district_entry
    ADD CONSTRAINT district_entry_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.enrollment
    ADD CONSTRAINT enrollment_district_id_class_id_fkey FOREIGN KEY (district_id, class_id) REFERENCES public.class(district_id, id);

ALTER TABLE ONLY public.enrollment
    ADD CONSTRAINT enrollment_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.person(district_id, id);

ALTER TABLE ONLY public.entry_answer
    ADD CONSTRAINT entry_answer_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.entry_answer
    ADD CONSTRAINT entry_answer_district_id_sign_in_id_fkey FOREIGN KEY (district_id, sign_in_id) REFERENCES public.sign_in(district_id, id);

ALTER TABLE ONLY public.erasure
    ADD CONSTRAINT erasure_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.exemption
    ADD CONSTRAINT exemption_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.exemption
    ADD CONSTRAINT exemption_district_id_flow_no_fkey FOREIGN KEY (district_id, flow_no) REFERENCES public.flow(district_id, no);

ALTER TABLE ONLY public.expectation
    ADD CONSTRAINT expectation_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.expectation
    ADD CONSTRAINT expectation_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.expectation_look
    ADD CONSTRAINT expectation_look_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.expiry
    ADD CONSTRAINT expiry_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.expiry
    ADD CONSTRAINT expiry_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.fix
    ADD CONSTRAINT fix_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.fix
    ADD CONSTRAINT fix_district_id_flow_no_fkey FOREIGN KEY (district_id, flow_no) REFERENCES public.flow(district_id, no);

ALTER TABLE ONLY public.fix_record
    ADD CONSTRAINT fix_record_district_id_fix_no_fkey FOREIGN KEY (district_id, fix_no) REFERENCES public.fix(district_id, no);

ALTER TABLE ONLY public.fix_record
    ADD CONSTRAINT fix_record_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.flow
    ADD CONSTRAINT flow_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.flow
    ADD CONSTRAINT flow_district_id_source_id_fkey FOREIGN KEY (district_id, source_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.flow
    ADD CONSTRAINT flow_district_id_target_id_fkey FOREIGN KEY (district_id, target_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.grant_
    ADD CONSTRAINT grant__district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.grant_
    ADD CONSTRAINT grant__district_id_role_id_fkey FOREIGN KEY (district_id, role_id) REFERENCES public.role(district_id, id);

ALTER TABLE ONLY public.grant_
    ADD CONSTRAINT grant__district_id_school_id_fkey FOREIGN KEY (district_id, school_id) REFERENCES public.school(district_id, id);

ALTER TABLE ONLY public.grant_
    ADD CONSTRAINT grant__district_id_sign_in_id_fkey FOREIGN KEY (district_id, sign_in_id) REFERENCES public.sign_in(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.hold
    ADD CONSTRAINT hold_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.hold
    ADD CONSTRAINT hold_district_id_flow_no_fkey FOREIGN KEY (district_id, flow_no) REFERENCES public.flow(district_id, no);

ALTER TABLE ONLY public.hold
    ADD CONSTRAINT hold_district_id_run_no_fkey FOREIGN KEY (district_id, run_no) REFERENCES public.run(district_id, no);

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_district_id_api_key_id_fkey FOREIGN KEY (district_id, api_key_id) REFERENCES public.api_key(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.idempotency
    ADD CONSTRAINT idempotency_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.identity
    ADD CONSTRAINT identity_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.person(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.issue
    ADD CONSTRAINT issue_district_id_assignee_id_fkey FOREIGN KEY (district_id, assignee_id) REFERENCES public.sign_in(district_id, id);

ALTER TABLE ONLY public.issue
    ADD CONSTRAINT issue_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.issue
    ADD CONSTRAINT issue_district_id_flow_no_fkey FOREIGN KEY (district_id, flow_no) REFERENCES public.flow(district_id, no);

ALTER TABLE ONLY public.issue_run
    ADD CONSTRAINT issue_run_district_id_issue_no_fkey FOREIGN KEY (district_id, issue_no) REFERENCES public.issue(district_id, no);

ALTER TABLE ONLY public.mail_attachment
    ADD CONSTRAINT mail_attachment_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.mail_attachment
    ADD CONSTRAINT mail_attachment_district_id_mail_no_fkey FOREIGN KEY (district_id, mail_no) REFERENCES public.mail(district_id, no) ON DELETE CASCADE;

ALTER TABLE ONLY public.mail
    ADD CONSTRAINT mail_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.mail_template
    ADD CONSTRAINT mail_template_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.news
    ADD CONSTRAINT news_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.news
    ADD CONSTRAINT news_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.news
    ADD CONSTRAINT news_district_id_flow_no_fkey FOREIGN KEY (district_id, flow_no) REFERENCES public.flow(district_id, no);

ALTER TABLE ONLY public.news_reader
    ADD CONSTRAINT news_reader_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.notification
    ADD CONSTRAINT notification_district_id_subscription_no_fkey FOREIGN KEY (district_id, subscription_no) REFERENCES public.subscription(district_id, no);

ALTER TABLE ONLY public.part
    ADD CONSTRAINT part_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.part
    ADD CONSTRAINT part_district_id_run_no_fkey FOREIGN KEY (district_id, run_no) REFERENCES public.run(district_id, no);

ALTER TABLE ONLY public.pause_plan
    ADD CONSTRAINT pause_plan_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.pause_plan
    ADD CONSTRAINT pause_plan_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.person_role
    ADD CONSTRAINT person_role_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.person_role
    ADD CONSTRAINT person_role_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.person(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.push_day
    ADD CONSTRAINT push_day_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.push_day
    ADD CONSTRAINT push_day_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.push_day
    ADD CONSTRAINT push_day_district_id_run_no_fkey FOREIGN KEY (district_id, run_no) REFERENCES public.run(district_id, no);

ALTER TABLE ONLY public.record
    ADD CONSTRAINT record_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.record
    ADD CONSTRAINT record_district_id_flow_no_fkey FOREIGN KEY (district_id, flow_no) REFERENCES public.flow(district_id, no);

ALTER TABLE ONLY public.rekey
    ADD CONSTRAINT rekey_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.rekey
    ADD CONSTRAINT rekey_district_id_flow_no_fkey FOREIGN KEY (district_id, flow_no) REFERENCES public.flow(district_id, no);

ALTER TABLE ONLY public.rekey_pair
    ADD CONSTRAINT rekey_pair_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.rekey_pair
    ADD CONSTRAINT rekey_pair_district_id_rekey_no_fkey FOREIGN KEY (district_id, rekey_no) REFERENCES public.rekey(district_id, no);

ALTER TABLE ONLY public.retention
    ADD CONSTRAINT retention_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.role
    ADD CONSTRAINT role_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.run
    ADD CONSTRAINT run_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.run
    ADD CONSTRAINT run_district_id_flow_no_fkey FOREIGN KEY (district_id, flow_no) REFERENCES public.flow(district_id, no);

ALTER TABLE ONLY public.school
    ADD CONSTRAINT school_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.school
    ADD CONSTRAINT school_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.school
    ADD CONSTRAINT school_district_id_parent_id_fkey FOREIGN KEY (district_id, parent_id) REFERENCES public.school(district_id, id);

ALTER TABLE ONLY public.school_year
    ADD CONSTRAINT school_year_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_district_id_class_id_fkey FOREIGN KEY (district_id, class_id) REFERENCES public.class(district_id, id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.sign_in
    ADD CONSTRAINT sign_in_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.snapshot
    ADD CONSTRAINT snapshot_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.snapshot
    ADD CONSTRAINT snapshot_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_district_id_flow_no_fkey FOREIGN KEY (district_id, flow_no) REFERENCES public.flow(district_id, no);

ALTER TABLE ONLY public.subscription
    ADD CONSTRAINT subscription_district_id_sign_in_id_fkey FOREIGN KEY (district_id, sign_in_id) REFERENCES public.sign_in(district_id, id);

ALTER TABLE ONLY public.term
    ADD CONSTRAINT term_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.term
    ADD CONSTRAINT term_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.term
    ADD CONSTRAINT term_district_id_parent_id_fkey FOREIGN KEY (district_id, parent_id) REFERENCES public.term(district_id, id);

ALTER TABLE ONLY public.ticket_bundle
    ADD CONSTRAINT ticket_bundle_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.ticket_bundle
    ADD CONSTRAINT ticket_bundle_district_id_ticket_no_fkey FOREIGN KEY (district_id, ticket_no) REFERENCES public.ticket(district_id, no);

ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.ticket
    ADD CONSTRAINT ticket_district_id_issue_no_fkey FOREIGN KEY (district_id, issue_no) REFERENCES public.issue(district_id, no);

ALTER TABLE ONLY public.ticket_event
    ADD CONSTRAINT ticket_event_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.ticket_event
    ADD CONSTRAINT ticket_event_district_id_ticket_no_fkey FOREIGN KEY (district_id, ticket_no) REFERENCES public.ticket(district_id, no);

ALTER TABLE ONLY public.unknown_message
    ADD CONSTRAINT unknown_message_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.value_mapping
    ADD CONSTRAINT value_mapping_district_id_connection_id_fkey FOREIGN KEY (district_id, connection_id) REFERENCES public.connection(district_id, id);

ALTER TABLE ONLY public.value_mapping
    ADD CONSTRAINT value_mapping_district_id_fix_no_fkey FOREIGN KEY (district_id, fix_no) REFERENCES public.fix(district_id, no);

ALTER TABLE ONLY public.value_mapping
    ADD CONSTRAINT value_mapping_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.webhook_attempt
    ADD CONSTRAINT webhook_attempt_district_id_event_no_fkey FOREIGN KEY (district_id, event_no) REFERENCES public.webhook_event(district_id, no);

ALTER TABLE ONLY public.webhook
    ADD CONSTRAINT webhook_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(id);

ALTER TABLE ONLY public.webhook_event
    ADD CONSTRAINT webhook_event_district_id_webhook_no_fkey FOREIGN KEY (district_id, webhook_no) REFERENCES public.webhook(district_id, no);

ALTER TABLE ONLY public.webhook_secret
    ADD CONSTRAINT webhook_secret_district_id_webhook_no_fkey FOREIGN KEY (district_id, webhook_no) REFERENCES public.webhook(district_id, no);

-- A login and all refresh tokens that follow from it. Its end ends them and its access tokens.
create table sessions (
    session_id     uuid primary key,
    user_id        bigint      not null references users,
    created_at     timestamptz not null default now(),
    -- When its last refresh token expires.
    expires_at     timestamptz not null,
    revoked_at     timestamptz,
    revoked_reason text check (revoked_reason in ('LOGOUT', 'REFRESH_TOKEN_REUSED', 'SUSPENDED'))
);
create index sessions_by_user on sessions (user_id) where revoked_at is null;
create index sessions_by_expiry on sessions (expires_at);

alter table refresh_tokens add column session_id uuid;
-- Of the time before sessions: what one user has counts as one.
insert into sessions (session_id, user_id, created_at, expires_at)
    select gen_random_uuid(), user_id, min(issued_at), max(expires_at) from refresh_tokens group by user_id;
update refresh_tokens set session_id = sessions.session_id from sessions where sessions.user_id = refresh_tokens.user_id;
alter table refresh_tokens
    alter column session_id set not null,
    add constraint refresh_token_of_session foreign key (session_id) references sessions on delete cascade;
create index refresh_tokens_by_session on refresh_tokens (session_id);

alter table users add column suspended_at timestamptz;

-- Who signs access tokens. All verify; the newest that a backend can decrypt signs.
create table signing_keys (
    key_id      text primary key,
    -- JSON Web Keys: the public part in the clear, the private one encrypted with the master key of that fingerprint.
    public_jwk  text        not null,
    private_jwk bytea       not null,
    master_key  text        not null,
    created_at  timestamptz not null default now(),
    -- Verifies until then, when the last token that it signed is over. Null: may still sign.
    retires_at  timestamptz
);

create table api_keys (
    key_id     text primary key,
    user_id    bigint      not null references users,
    label      text        not null,
    scopes     text[]      not null check (cardinality(scopes) > 0 and scopes <@ array ['READ', 'TRADE', 'ADMIN']),
    -- Encrypted with the master key of that fingerprint; signatures cannot be checked with a hash.
    secret     bytea       not null,
    master_key text        not null,
    created_at timestamptz not null default now(),
    revoked_at timestamptz
);
create index api_keys_by_user on api_keys (user_id) where revoked_at is null;

-- What people did that somebody may ask about later. Written once, never changed.
create table audit_log (
    audit_id   bigint generated always as identity primary key,
    at         timestamptz not null default now(),
    action     text        not null check (action ~ '^[a-z_]+(\.[a-z_]+)+$'),
    -- Null: nobody was logged in.
    actor_id   bigint,
    target     text,
    details    jsonb       not null default '{}',
    request_id text,
    address    text
);
create index audit_log_by_actor on audit_log (actor_id, audit_id desc);
create index audit_log_by_action on audit_log (action, audit_id desc);

create function refuse_change_of_audit_log() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is append-only';
end
$$;
create trigger audit_log_is_append_only before update or delete on audit_log
    for each row execute function refuse_change_of_audit_log();
create trigger audit_log_is_never_emptied before truncate on audit_log
    for each statement execute function refuse_change_of_audit_log();

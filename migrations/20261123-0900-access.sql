-- A client of an operator sees one scorecard and nothing else: a role of its own. A check can't be changed in place.
create table membership_next (
  org        text    not null references organisation (id),
  user_id    text    not null references app_user (id),
  role       text    not null check (role in ('owner','admin','manager','analyst','supervisor','evaluator','agent','viewer','client')),
  unit       text,
  created_at bigint  not null,
  active     boolean not null default true,
  primary key (org, user_id)
);
insert into membership_next (org, user_id, role, unit, created_at, active)
  select org, user_id, role, unit, created_at, active from membership;
drop table membership;
alter table membership_next rename to membership;
create index membership_user on membership (user_id);

alter table organisation add column two_factor_required boolean not null default false;

-- last_org is where somebody was last; a session of another epoch than its user's has ended.
alter table app_user add column last_org text;
alter table app_user add column epoch bigint not null default 0;

-- Sessions from before don't say whose they are: people sign in once more.
drop table session;
create table session (
  token      text   primary key,
  data       {{blob}} not null,
  expires_at bigint not null,
  id         text   not null unique,
  user_id    text   not null,
  org        text   not null,
  agent      text   not null,
  network    text   not null,
  began_at   bigint not null,
  seen_at    bigint not null
);
create index session_expiry on session (expires_at);
create index session_of_user on session (user_id);

-- The secret is sealed with a key that isn't in the database. on_at is null until the first code has been entered.
create table second_factor (
  user_id    text   primary key references app_user (id),
  secret     text   not null,
  step       bigint not null,
  created_at bigint not null,
  on_at      bigint
);

create table recovery_code (
  user_id text   not null references app_user (id),
  hash    text   not null,
  used_at bigint,
  primary key (user_id, hash)
);

create table password_reset (
  hash       text   primary key,
  user_id    text   not null references app_user (id),
  expires_at bigint not null,
  used_at    bigint
);
create index password_reset_user on password_reset (user_id);

create table member_invitation (
  id           text   primary key,
  org          text   not null references organisation (id),
  hash         text   not null unique,
  email        text   not null,
  email_folded text   not null,
  name         text   not null,
  role         text   not null,
  unit         text,
  created_by   text   not null,
  created_at   bigint not null,
  sent_at      bigint not null,
  sent         bigint not null,
  expires_at   bigint not null,
  accepted_at  bigint,
  withdrawn_at bigint
);
create index member_invitation_org on member_invitation (org, id);

-- Letters that hold a link which lets somebody in: their texts are sealed.
alter table mail_message add column private boolean not null default false;

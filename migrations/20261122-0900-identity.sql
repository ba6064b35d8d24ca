create table organisation (
  id          text   primary key,
  name        text   not null,
  name_folded text   not null unique,
  zone        text   not null,
  language    text   not null,
  created_at  bigint not null
);

create table app_user (
  id           text    primary key,
  email        text    not null,
  email_folded text    not null unique,
  name         text    not null,
  password     text    not null,
  active       boolean not null,
  created_at   bigint  not null
);

create table membership (
  org        text   not null references organisation (id),
  user_id    text   not null references app_user (id),
  role       text   not null check (role in ('owner','admin','manager','analyst','supervisor','evaluator','agent','viewer')),
  unit       text,
  created_at bigint not null,
  primary key (org, user_id)
);
create index membership_user on membership (user_id);

create table session (
  token      text   primary key,
  data       {{blob}} not null,
  expires_at bigint not null
);
create index session_expiry on session (expires_at);

create table api_token (
  id           text   primary key,
  hash         text   not null unique,
  org          text   not null references organisation (id),
  name         text   not null,
  role         text   not null,
  unit         text,
  created_by   text   not null,
  created_at   bigint not null,
  expires_at   bigint,
  revoked_at   bigint,
  last_used_at bigint
);
create index api_token_org on api_token (org, id);

create table unit (
  org         text    not null,
  id          text    not null,
  key         text    not null,
  name        text    not null,
  name_folded text    not null,
  parent      text,
  kind        text    not null check (kind in ('enterprise','region','site','team')),
  partner     boolean not null,
  owner       text,
  created_at  bigint  not null,
  primary key (org, id),
  unique (org, key),
  foreign key (org, parent) references unit (org, id)
);

create table system_setting (
  name  text primary key,
  value text not null
);

-- What people look at again and again: saved views and dashboards. definition is JSON; it holds no figures.
create table kept (
  org         text    not null,
  id          text    not null,
  kind        text    not null check (kind in ('view','dashboard')),
  name        text    not null,
  name_folded text    not null,
  description text    not null,
  shared      boolean not null,
  definition  text    not null,
  owner       text    not null,
  owner_name  text    not null,
  version     integer not null,
  created_at  bigint  not null,
  updated_at  bigint  not null,
  deleted_at  bigint,
  primary key (org, id)
);
create index kept_list on kept (org, kind, name_folded, id);

-- What each person keeps in their side bar.
create table kept_pin (
  org     text   not null,
  user_id text   not null,
  id      text   not null,
  at      bigint not null,
  primary key (org, user_id, id)
);

-- Read-only links. unit is the furthest that its maker could see when it was made; only hashes are kept of token and password.
create table share_link (
  org        text    not null,
  id         text    not null,
  kind       text    not null check (kind in ('view','dashboard')),
  item       text    not null,
  item_name  text    not null,
  note       text    not null,
  unit       text    not null,
  password   text    not null,
  maker      text    not null,
  maker_kind text    not null,
  maker_name text    not null,
  created_at bigint  not null,
  expires_at bigint  not null,
  revoked_at bigint,
  opened_at  bigint,
  opened     bigint  not null,
  primary key (org, id)
);
create index share_link_item on share_link (org, item);

-- Which organisation a link's token leads to, before anybody is known.
create table share_token (
  hash       text   primary key,
  org        text   not null references organisation (id),
  link       text   not null,
  created_at bigint not null
);

create table audit (
  org        text   not null,
  id         text   not null,
  at         bigint not null,
  actor_kind text   not null check (actor_kind in ('user','token','system')),
  actor      text   not null,
  actor_name text   not null,
  verb       text   not null,
  subject    text   not null,
  detail     text   not null,
  primary key (org, id)
);

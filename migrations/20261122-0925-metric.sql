create table metric (
  org        text    not null,
  id         text    not null,
  key        text    not null,
  slot       integer not null,
  name       text    not null,
  low        bigint  not null,
  high       bigint  not null,
  direction  text    not null check (direction in ('up','down')),
  version    integer not null,
  break_at   text,
  break_note text    not null,
  dropped    bigint  not null,
  created_at bigint  not null,
  primary key (org, id),
  unique (org, key),
  unique (org, slot)
);

create table metric_scoring (
  org     text    not null,
  metric  text    not null,
  version integer not null,
  method  text    not null check (method in ('nps','top_box','mean','rate')),
  floor   bigint,
  at      bigint  not null,
  primary key (org, metric, version)
);

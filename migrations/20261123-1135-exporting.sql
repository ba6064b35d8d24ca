-- Files that were made of signals or figures. The file itself has the id for a name and is kept for a week; the row stays.
create table export (
  org         text   not null,
  id          text   not null,
  name        text   not null,
  wish        text   not null,
  state       text   not null check (state in ('waiting','running','done','failed','cancelled','expired')),
  done        bigint not null,
  total       bigint not null,
  bytes       bigint not null,
  error       text   not null,
  job         text,
  by_kind     text   not null,
  by_id       text   not null,
  by_name     text   not null,
  by_role     text   not null,
  by_unit     text   not null,
  created_at  bigint not null,
  finished_at bigint,
  expires_at  bigint,
  primary key (org, id)
);
create index export_by on export (org, by_id, id);

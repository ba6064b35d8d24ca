-- One list more, and taking a list back.
alter table roster_run rename to roster_run_before;
create table roster_run (
  org         text   not null,
  id          text   not null,
  list        text   not null check (list in ('units','people','employees','customers','purchases','subscriptions')),
  upload      text   not null,
  name        text   not null,
  state       text   not null check (state in ('waiting','running','done','failed','undoing','undone')),
  rows_total  bigint not null,
  rows_done   bigint not null,
  added       bigint not null,
  changed     bigint not null,
  known       bigint not null,
  refused     bigint not null,
  refusals    text   not null,
  error       text   not null,
  created_by  text   not null,
  created_at  bigint not null,
  finished_at bigint,
  primary key (org, id)
);
insert into roster_run select * from roster_run_before;
drop table roster_run_before;

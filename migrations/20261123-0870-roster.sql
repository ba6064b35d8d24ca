-- Lists of units, people, employees, customers and purchases that came in as files: what became of them. Their rows live where
-- they belong; refused holds the first rows that were refused, as JSON.
create table roster_run (
  org         text   not null,
  id          text   not null,
  list        text   not null check (list in ('units','people','employees','customers','purchases')),
  upload      text   not null,
  name        text   not null,
  state       text   not null check (state in ('waiting','running','done','failed')),
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

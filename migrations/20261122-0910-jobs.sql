-- A job belongs to an organisation or, with org '', to the installation. While it is unfinished it alone holds its key.
create table job (
  id           text   primary key,
  org          text   not null,
  queue        text   not null,
  kind         text   not null,
  unique_key   text,
  args         text   not null,
  state        text   not null check (state in ('waiting','running','done','failed','cancelled')),
  attempt      bigint not null,
  max_attempts bigint not null,
  run_at       bigint not null,
  token        text,
  leased_until bigint,
  cancel_at    bigint,
  done         bigint not null,
  total        bigint not null,
  note         text   not null,
  checkpoint   text,
  result       text,
  error        text   not null,
  created_at   bigint not null,
  finished_at  bigint
);
create index job_due on job (run_at, id) where state = 'waiting';
create index job_lease on job (leased_until) where state = 'running';
create index job_finished on job (finished_at) where finished_at is not null;
create index job_org on job (org, id);
create unique index job_unique on job (org, kind, unique_key) where unique_key is not null and state in ('waiting','running');

create table job_schedule (
  name text   primary key,
  slot bigint not null
);

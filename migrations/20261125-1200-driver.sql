-- What was found to go along with an outcome. input is the hash of what was asked and of how far the asker sees; asking again
-- later makes another row with the same input, and those before it are its history. Rows without a name are tidied away.
create table driver_analysis (
  org          text   not null,
  id           text   not null,
  input        text   not null,
  wish         text   not null,
  name         text   not null,
  state        text   not null check (state in ('waiting','running','done','failed','cancelled')),
  done         bigint not null,
  step         text   not null,
  result       text   not null,
  error        text   not null,
  data_version bigint not null,
  job          text,
  by_kind      text   not null,
  by_id        text   not null,
  by_name      text   not null,
  by_role      text   not null,
  by_unit      text   not null,
  created_at   bigint not null,
  finished_at  bigint,
  primary key (org, id)
);
create index driver_analysis_input on driver_analysis (org, input, id);
create index driver_analysis_name on driver_analysis (org, name, created_at);

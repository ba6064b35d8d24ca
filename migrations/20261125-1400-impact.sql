-- A part of service that is vulnerable. doc holds what somebody says of it: touch points, what counts as failing, a note.
create table impact_area (
  org         text    not null,
  id          text    not null,
  name        text    not null,
  name_folded text    not null,
  state       text    not null check (state in ('open','planned','changing','holding','closed')),
  owner       text    not null,
  doc         text    not null,
  version     integer not null,
  created_by  text    not null,
  created_at  bigint  not null,
  primary key (org, id)
);
create unique index impact_area_name on impact_area (org, name_folded);

-- What somebody says an input is, for one area or, with an empty area, for all of them. Earlier statements stay in the audit.
create table impact_statement (
  org       text    not null,
  area      text    not null,
  input     text    not null,
  doc       text    not null,
  author    text    not null,
  author_id text    not null,
  at        bigint  not null,
  primary key (org, area, input)
);

-- Over which time money is counted, and in what. revision counts every change of what is assessed: areas, statements, these.
create table impact_setting (
  org      text    not null primary key,
  currency text    not null,
  horizon  integer not null,
  version  integer not null,
  revision bigint  not null
);

-- A measurement of all areas at once: its inputs, their hash, the method. Never edited; the next one supersedes it.
create table impact_run (
  org          text   not null,
  id           text   not null,
  at           bigint not null,
  asked_by     text   not null,
  method       text   not null,
  hash         text   not null,
  data_version bigint not null,
  currency     text   not null,
  horizon      integer not null,
  p10          bigint not null,
  p50          bigint not null,
  p90          bigint not null,
  doc          text   not null,
  primary key (org, id)
);
create index impact_run_at on impact_run (org, at, id);

-- What one run found for one area, in minor units over the horizon.
create table vulnerability (
  org   text   not null,
  run   text   not null,
  area  text   not null,
  at    bigint not null,
  grade text   not null check (grade in ('A','B','C','D')),
  p10   bigint not null,
  p50   bigint not null,
  p90   bigint not null,
  primary key (org, run, area)
);
create index vulnerability_of on vulnerability (org, area, at);

-- When it was last looked whether the newest run still says what data and statements say.
create table impact_look (
  org          text   not null primary key,
  at           bigint not null,
  run          text   not null,
  revision     bigint not null,
  data_version bigint not null,
  code         text   not null,
  message      text   not null
);

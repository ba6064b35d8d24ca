-- What measures the characteristics of service, and those an organisation added to the eight. doc holds name, meaning and bindings.
create table characteristic (
  org        text    not null,
  key        text    not null,
  doc        text    not null,
  version    integer not null,
  created_at bigint  not null,
  primary key (org, key)
);

-- A conversation, letter, case, premises or process, assessed against the characteristics by a person. day counts from 1970-01-01;
-- doc holds the marks with their evidence.
create table assessment_sheet (
  org        text    not null,
  id         text    not null,
  kind       text    not null check (kind in ('conversation','letter','case','premises','process')),
  day        integer not null,
  unit       text    not null,
  employee   text    not null,
  touch      text    not null,
  doc        text    not null,
  version    integer not null,
  created_by text    not null,
  created_at bigint  not null,
  changed_by text    not null,
  changed_at bigint  not null,
  primary key (org, id)
);
create index assessment_sheet_day on assessment_sheet (org, day);

-- What a sheet said before each change.
create table assessment_sheet_past (
  org        text    not null,
  id         text    not null,
  version    integer not null,
  doc        text    not null,
  changed_by text    not null,
  changed_at bigint  not null,
  primary key (org, id, version)
);

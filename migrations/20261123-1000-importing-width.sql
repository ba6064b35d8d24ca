-- The rows of a workbook or of NDJSON are written out once as CSV, a blob of its own; '' where the file itself is read.
alter table upload add column content text not null default '';

-- A mapping that was given a name. An import keeps the whole mapping it used; here stands what the next one would use.
create table import_mapping (
  org         text   not null,
  id          text   not null,
  name        text   not null,
  name_folded text   not null,
  shared      bigint not null check (shared in (0, 1)),
  owner       text   not null,
  owner_name  text   not null,
  mapping     text   not null,
  header      text   not null,
  version     bigint not null,
  created_at  bigint not null,
  updated_at  bigint not null,
  primary key (org, id)
);
create unique index import_mapping_name on import_mapping (org, owner, name_folded);

alter table import add column saved text;
alter table import add column saved_name text not null default '';
alter table import add column saved_version bigint not null default 0;
alter table import add column folder text;

-- A folder on the server that is looked into for files, below the root that the server's configuration names.
create table import_folder (
  org         text   not null,
  id          text   not null,
  name        text   not null,
  path        text   not null,
  pattern     text   not null,
  mapping     text   not null,
  open_cases  bigint not null check (open_cases in (0, 1)),
  minutes     bigint not null,
  is_on       bigint not null check (is_on in (0, 1)),
  version     bigint not null,
  by_id       text   not null,
  by_name     text   not null,
  error       text   not null,
  looked_at   bigint,
  created_at  bigint not null,
  primary key (org, id)
);

-- What was found in a watched folder. A file keeps its row while it lies there unchanged, so that it is taken once.
create table import_file (
  org         text   not null,
  id          text   not null,
  folder      text   not null,
  name        text   not null,
  bytes       bigint not null,
  changed_at  bigint not null,
  state       text   not null check (state in ('seen','taken','done','failed','repeated')),
  hash        text   not null,
  import      text,
  error       text   not null,
  moved       text   not null,
  seen_at     bigint not null,
  finished_at bigint,
  primary key (org, id)
);
create index import_file_name on import_file (org, folder, name);
create index import_file_hash on import_file (org, folder, hash);

-- What was answered in the guided set-up: one document for an organisation, kept as it was said.
create table setup_answers (
  org        text    not null primary key,
  doc        text    not null,
  version    integer not null,
  updated_at bigint  not null,
  updated_by text    not null
);

-- What was made at one go. made is a list of what it was, with ids.
create table setup_run (
  org       text   not null,
  id        text   not null,
  answers   text   not null,
  made      text   not null,
  made_at   bigint not null,
  made_by   text   not null,
  undone_at bigint,
  undone_by text   not null,
  primary key (org, id)
);

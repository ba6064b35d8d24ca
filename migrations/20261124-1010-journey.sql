-- A map under the hands of those who draw it. doc is the draft; what was published lies in journey_version, frozen.
create table journey (
  org         text    not null,
  id          text    not null,
  name        text    not null,
  name_folded text    not null,
  segment     text    not null,
  customers   text    not null,
  version     integer not null, -- the last one published; 0 is none
  revision    integer not null, -- counts edits of the draft
  published_revision integer not null,
  doc         text    not null,
  created_by  text    not null,
  created_at  bigint  not null,
  changed_at  bigint  not null,
  primary key (org, id)
);
create unique index journey_name on journey (org, name_folded);

create table journey_version (
  org           text    not null,
  journey       text    not null,
  version       integer not null,
  name          text    not null,
  segment       text    not null,
  promise       text    not null,
  doc           text    not null,
  note          text    not null,
  published_by  text    not null,
  published_at  bigint  not null,
  superseded_at bigint,
  primary key (org, journey, version)
);

-- Who changed what, and what takes it back.
create table journey_edit (
  org      text    not null,
  journey  text    not null,
  revision integer not null,
  by_id    text    not null,
  by_name  text    not null,
  at       bigint  not null,
  edits    text    not null,
  back     text    not null,
  primary key (org, journey, revision)
);

create table journey_comment (
  org       text   not null,
  id        text   not null,
  journey   text   not null,
  part      text   not null, -- the stage or card; empty is the whole map
  text      text   not null,
  by_id     text   not null,
  by_name   text   not null,
  at        bigint not null,
  settled_at bigint,
  settled_by text  not null,
  primary key (org, id)
);
create index journey_comment_of on journey_comment (org, journey, at);

-- What a brand promises one kind of customers. doc holds the text and its tenets; once in force it is never edited, a revision
-- takes its place.
create table promise (
  org         text    not null,
  id          text    not null,
  brand       text    not null,
  segment     text    not null,
  brand_fold  text    not null,
  segment_fold text   not null,
  state       text    not null check (state in ('draft','in_force','retired')),
  doc         text    not null,
  owner       text    not null,
  revises     text    not null,
  version     integer not null,
  created_by  text    not null,
  created_at  bigint  not null,
  in_force_at bigint,
  retired_at  bigint,
  primary key (org, id)
);
create unique index promise_in_force on promise (org, brand_fold, segment_fold) where state = 'in_force';

-- Through which a promise becomes an experience: who sends, checks, decides. doc holds the touch points it delivers.
create table process (
  org         text    not null,
  id          text    not null,
  name        text    not null,
  name_folded text    not null,
  unit        text    not null,
  doc         text    not null,
  version     integer not null,
  created_at  bigint  not null,
  primary key (org, id)
);
create unique index process_name on process (org, name_folded);

-- What the organisation wants most, in its own order.
create table priority (
  org        text    not null,
  id         text    not null,
  rank       integer not null,
  name       text    not null,
  why        text    not null,
  owner      text    not null,
  due        text    not null,
  done_at    bigint,
  version    integer not null,
  created_at bigint  not null,
  primary key (org, id)
);

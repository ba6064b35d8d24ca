-- A rule opens cases for signals whose entry in the log comes after on_after: what was there when it was switched on stays as it is.
create table alert_rule (
  org            text    not null,
  id             text    not null,
  name           text    not null,
  name_folded    text    not null,
  active         boolean not null,
  match          text    not null check (match in ('all','any')),
  conditions     text    not null,
  due_hours      integer not null,
  severity       text    not null check (severity in ('high','medium','low')),
  fallback_owner text    not null,
  on_since       bigint,
  on_after       bigint  not null,
  opened         bigint  not null,
  version        integer not null,
  made_key       text,
  made_hash      text,
  created_by     text    not null,
  created_at     bigint  not null,
  deleted_at     bigint,
  primary key (org, id)
);
create unique index alert_rule_name on alert_rule (org, name_folded) where deleted_at is null;
create unique index alert_rule_made on alert_rule (org, made_key) where made_key is not null;

-- live is 1 while somebody has to work on the case (new, open, waiting): lists and counts of open cases stay within their indexes.
create table case_file (
  org           text     not null,
  id            text     not null,
  number        bigint   not null,
  title         text     not null,
  title_folded  text     not null,
  title_quotes  boolean  not null,
  state         text     not null check (state in ('new','open','waiting','resolved','closed')),
  live          smallint not null check (live = case when state in ('new','open','waiting') then 1 else 0 end),
  severity      text     not null check (severity in ('high','medium','low')),
  owner         text     not null,
  unit          text,
  touch_point   text,
  customer      text,
  rule          text,
  signal        text,
  signal_erased boolean  not null,
  due_at        bigint   not null,
  span          bigint   not null,
  opened_at     bigint   not null,
  resolved_at   bigint,
  closed_at     bigint,
  cause         text     not null,
  outcome       text     not null,
  version       integer  not null,
  made_key      text,
  made_hash     text,
  created_by    text     not null,
  primary key (org, id),
  unique (org, number)
);
create index case_due on case_file (org, live, due_at, id, unit, owner);
create index case_state on case_file (org, state, due_at, id, unit, owner);
create index case_owner on case_file (org, owner, live, due_at, id);
create index case_load on case_file (org, live, owner, unit, due_at);
create index case_signal on case_file (org, signal) where signal is not null;
create index case_touch_point on case_file (org, touch_point, live, due_at, id) where touch_point is not null;
create unique index case_made on case_file (org, made_key) where made_key is not null;

-- Which rules have matched a signal, and the one case it has by rules: nothing opens twice.
create table case_match (
  org     text   not null,
  signal  text   not null,
  rule    text   not null,
  case_id text   not null,
  at      bigint not null,
  primary key (org, signal, rule)
);

-- The story; rows are only added, except that erasing a signal blanks the words that came from it.
create table case_event (
  org        text   not null,
  case_id    text   not null,
  id         text   not null,
  at         bigint not null,
  kind       text   not null check (kind in ('opened','rule','note','state','owner','due','severity','title','signal')),
  actor      text   not null,
  actor_name text   not null,
  text       text   not null,
  was        text   not null,
  became     text   not null,
  primary key (org, case_id, id)
);

create table case_counter (
  org  text   not null primary key,
  last bigint not null
);

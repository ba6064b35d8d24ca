-- rank is where a case stands in the order of urgency: its due time, far later while its clock is paused, far earlier while a
-- broken commitment is unanswered. It is overdue where both rank and due_at have passed.
alter table case_file add column rank bigint not null default 0;
alter table case_file add column broken integer not null default 0;
alter table case_file add column reopened integer not null default 0;
alter table case_file add column merged_into text;
alter table case_file add column parent text;

drop index case_due;
drop index case_state;
drop index case_owner;
drop index case_load;
drop index case_touch_point;
create index case_rank on case_file (org, live, rank, id, unit, owner, due_at);
create index case_state_rank on case_file (org, state, rank, id, unit, owner);
create index case_owner_rank on case_file (org, owner, live, rank, id);
create index case_unit_rank on case_file (org, unit, live, rank, id);
create index case_load on case_file (org, live, owner, unit, due_at, rank);
create index case_touch_point_rank on case_file (org, touch_point, live, rank, id) where touch_point is not null;
create index case_broken on case_file (org, live, rank, id) where broken > 0;
create index case_opened on case_file (org, opened_at);
create index case_resolved on case_file (org, resolved_at) where resolved_at is not null;
create index case_closed on case_file (org, closed_at) where closed_at is not null;
create index case_customer on case_file (org, customer, id) where customer is not null;
create index case_parent on case_file (org, parent) where parent is not null;
create index case_merged on case_file (org, merged_into) where merged_into is not null;

-- How each clock of a case stands. alarm is what happens to it next, and when; target and left_us are working time.
create table case_clock (
  org          text   not null,
  case_id      text   not null,
  clock        text   not null check (clock in ('acknowledge','first_response','next_response','resolve')),
  state        text   not null check (state in ('running','paused','fulfilled','ended')),
  started_at   bigint not null,
  target       bigint not null,
  left_us      bigint,
  due_at       bigint not null,
  fulfilled_at bigint,
  breached_at  bigint,
  alarm        text   not null default '',
  alarm_at     bigint,
  primary key (org, case_id, clock)
);
create index case_clock_alarm on case_clock (org, alarm_at) where alarm_at is not null;

-- What happened to clocks; rows are only added. From them any state of the past can be made again.
create table case_clock_event (
  org     text   not null,
  case_id text   not null,
  id      text   not null,
  clock   text   not null,
  at      bigint not null,
  kind    text   not null check (kind in ('start','pause','resume','due','fulfil','breach','end')),
  due_at  bigint,
  left_us bigint,
  target  bigint,
  primary key (org, case_id, id)
);

-- A promise to a customer by a time. settled_at is when somebody saw to a broken one.
create table commitment (
  org        text    not null,
  id         text    not null,
  case_id    text,
  customer   text,
  text       text    not null,
  due_at     bigint  not null,
  owner      text    not null,
  state      text    not null check (state in ('open','kept','broken','withdrawn')),
  made_by    text    not null,
  made_at    bigint  not null,
  ended_at   bigint,
  settled_at bigint,
  alarm      text    not null,
  alarm_at   bigint,
  version    integer not null,
  made_key   text,
  made_hash  text,
  primary key (org, id)
);
create index commitment_case on commitment (org, case_id) where case_id is not null;
create index commitment_customer on commitment (org, customer) where customer is not null;
create index commitment_state on commitment (org, state, due_at, id);
create index commitment_alarm on commitment (org, alarm_at) where alarm_at is not null;
create unique index commitment_made on commitment (org, made_key) where made_key is not null;

-- Who follows a case: by their own wish, or since somebody mentioned them. answered_at is when a mentioned person wrote back.
create table case_person (
  org         text   not null,
  user_id     text   not null,
  role        text   not null check (role in ('watch','mention')),
  case_id     text   not null,
  at          bigint not null,
  made_by     text   not null,
  answered_at bigint,
  primary key (org, user_id, role, case_id)
);
create index case_person_case on case_person (org, case_id);

create table case_merge (
  org       text   not null,
  id        text   not null,
  source    text   not null,
  target    text   not null,
  was       text   not null,
  at        bigint not null,
  made_by   text   not null,
  undone_at bigint,
  primary key (org, id)
);
create index case_merge_source on case_merge (org, source);

-- a is the older case of the two, or the one that b was split off.
create table case_link (
  org     text   not null,
  a       text   not null,
  b       text   not null,
  kind    text   not null check (kind in ('related','split')),
  at      bigint not null,
  made_by text   not null,
  primary key (org, a, b)
);
create index case_link_other on case_link (org, b);

create table case_batch (
  org       text   not null,
  id        text   not null,
  doc       text   not null,
  at        bigint not null,
  made_by   text   not null,
  undone_at bigint,
  primary key (org, id)
);

-- What an organisation has set for its cases: targets, escalation, causes; a JSON document each.
create table case_setting (
  org     text    not null,
  name    text    not null,
  doc     text    not null,
  version integer not null,
  primary key (org, name)
);

create table business_calendar (
  org         text    not null,
  id          text    not null,
  name        text    not null,
  name_folded text    not null,
  zone        text    not null,
  doc         text    not null,
  standard    boolean not null,
  version     integer not null,
  made_key    text,
  made_hash   text,
  primary key (org, id)
);
create unique index business_calendar_name on business_calendar (org, name_folded);
create unique index business_calendar_made on business_calendar (org, made_key) where made_key is not null;

create table business_calendar_unit (
  org      text not null,
  unit     text not null,
  calendar text not null,
  primary key (org, unit)
);

create index case_event_reopened on case_event (org, at, case_id) where kind = 'state' and became = 'open';

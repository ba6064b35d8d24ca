-- Links made for one person: the nonce is the one response that they can give.
create table survey_personal (
  org         text   not null,
  survey      text   not null,
  nonce       text   not null,
  customer    text   not null,
  about       text   not null,
  unit        text   not null,
  touch_point text   not null,
  at          bigint not null,
  primary key (org, survey, nonce)
);

create table follow_up_setting (
  org     text    not null primary key,
  doc     text    not null,
  version integer not null
);

-- Who was asked again after a case was closed: once for each case.
create table follow_up (
  org         text   not null,
  case_id     text   not null,
  state       text   not null check (state in ('asked','answered','skipped')),
  reason      text   not null,
  asked_at    bigint not null,
  answered_at bigint,
  signal      text,
  primary key (org, case_id)
);
create index follow_up_asked on follow_up (org, asked_at);
create index follow_up_signal on follow_up (org, signal) where signal is not null;

-- Before and after, in thousandths, for every metric that both were asked.
create table follow_up_score (
  org     text   not null,
  case_id text   not null,
  metric  text   not null,
  first   bigint not null,
  later   bigint not null,
  primary key (org, case_id, metric)
);

-- Praise passed on to an employee. What the customer is reached by isn't kept here.
create table compliment (
  org       text   not null,
  id        text   not null,
  signal    text   not null,
  employee  text   not null,
  unit      text   not null,
  rule      text   not null,
  why       text   not null,
  at        bigint not null,
  shared_by text,
  shared_at bigint,
  primary key (org, id),
  unique (org, signal)
);
create index compliment_employee on compliment (org, employee, id);

create table compliment_thanks (
  org        text   not null,
  compliment text   not null,
  user_id    text   not null,
  at         bigint not null,
  primary key (org, compliment, user_id)
);

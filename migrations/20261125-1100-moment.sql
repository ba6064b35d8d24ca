-- A touch point at which customers decide what the organisation is worth. At most one that isn't retired for a touch point and segment.
create table moment (
  org          text    not null,
  id           text    not null,
  touch_point  text    not null,
  segment      text    not null,
  segment_fold text    not null,
  why          text    not null,
  state        text    not null check (state in ('nominated','confirmed','retired')),
  owner        text    not null,
  importance   text    not null,
  doc          text    not null,
  version      integer not null,
  created_by   text    not null,
  created_at   bigint  not null,
  primary key (org, id)
);
create unique index moment_at on moment (org, touch_point, segment_fold) where state <> 'retired';

-- What became of a moment, when, by whom; rows are only added.
create table moment_event (
  org    text   not null,
  id     text   not null,
  moment text   not null,
  at     bigint not null,
  kind   text   not null,
  actor  text   not null,
  text   text   not null,
  primary key (org, moment, id)
);

-- What customers judge by, in their own words. signal is the statement that the words were picked from: without one there is no criterion.
create table moment_criterion (
  org         text    not null,
  id          text    not null,
  moment      text    not null,
  wording     text    not null,
  signal      text    not null,
  said_at     bigint  not null,
  quality     text    not null check (quality in ('care','spontaneity','recovery','problem_solving')),
  scale       text    not null check (scale in ('share','mean')),
  low         bigint  not null,
  high        bigint  not null,
  threshold   bigint  not null,
  metric      text    not null,
  erased      boolean not null,
  version     integer not null,
  created_by  text    not null,
  created_at  bigint  not null,
  removed_at  bigint,
  primary key (org, id)
);
create index moment_criterion_moment on moment_criterion (org, moment, created_at);
create index moment_criterion_signal on moment_criterion (org, signal);

-- A critical incident: a signal or a case that shows how the moment went, and how what failed was handled.
create table moment_incident (
  org        text    not null,
  id         text    not null,
  moment     text    not null,
  signal     text    not null,
  case_id    text    not null,
  kind       text    not null check (kind in ('failure','delight')),
  codes      text    not null,
  note       text    not null,
  coded_by   text    not null,
  coded_at   bigint,
  erased     boolean not null,
  version    integer not null,
  created_by text    not null,
  created_at bigint  not null,
  removed_at bigint,
  primary key (org, id)
);
create unique index moment_incident_once on moment_incident (org, moment, signal, case_id);
create index moment_incident_signal on moment_incident (org, signal) where signal <> '';

-- What was found when somebody looked; never edited, only superseded or withdrawn. Numbers are thousandths, days are texts.
create table moment_assessment (
  org        text    not null,
  id         text    not null,
  moment     text    not null,
  criterion  text    not null,
  method     text    not null check (method in ('evaluation','observation','mystery_shopping','staff')),
  from_day   text    not null,
  to_day     text    not null,
  n          bigint  not null,
  kept       bigint  not null,
  mean       bigint  not null,
  sd         bigint  not null,
  assessor   text    not null,
  note       text    not null,
  supersedes text    not null,
  superseded text    not null,
  withdrawn  text    not null,
  created_by text    not null,
  created_at bigint  not null,
  primary key (org, id)
);
create index moment_assessment_moment on moment_assessment (org, moment, created_at);

-- What is done when a moment goes badly wrong, version by version, with the questions that ask whether it is understood.
create table moment_procedure (
  org        text    not null,
  moment     text    not null,
  number     integer not null,
  doc        text    not null,
  version    integer not null,
  created_by text    not null,
  created_at bigint  not null,
  primary key (org, moment, number)
);

-- One answer of one person to the questions of one version of a procedure.
create table moment_check (
  org       text    not null,
  id        text    not null,
  moment    text    not null,
  number    integer not null,
  employee  text    not null,
  user_id   text    not null,
  name      text    not null,
  score     integer not null,
  questions integer not null,
  passed    boolean not null,
  entered   boolean not null,
  made_by   text    not null,
  at        bigint  not null,
  primary key (org, id)
);
create index moment_check_procedure on moment_check (org, moment, number, at);

-- What somebody says of a characteristic for which there is no evidence; kept when another says something else.
create table moment_statement (
  org            text    not null,
  id             text    not null,
  characteristic text    not null,
  value          integer not null check (value between 0 and 100),
  evidence       text    not null,
  author         text    not null,
  at             bigint  not null,
  primary key (org, id)
);
create index moment_statement_of on moment_statement (org, characteristic, at);

-- How characteristics are computed where the organisation chooses: which metric tells employees' initiative.
create table moment_setting (
  org     text    not null,
  key     text    not null,
  value   text    not null,
  version integer not null,
  primary key (org, key)
);

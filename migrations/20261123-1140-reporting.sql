-- A saved view or a dashboard, sent by e-mail at its times. next_at is the next of them; null while it is switched off.
create table report (
  org        text   not null,
  id         text   not null,
  name       text   not null,
  what       text   not null check (what in ('dashboard','view')),
  item       text   not null,
  schedule   text   not null,
  is_on      bigint not null check (is_on in (0, 1)),
  next_at    bigint,
  version    bigint not null,
  by_kind    text   not null,
  by_id      text   not null,
  by_name    text   not null,
  by_role    text   not null,
  by_unit    text   not null,
  created_at bigint not null,
  primary key (org, id)
);
create index report_due on report (org, next_at) where next_at is not null;

-- token lets whoever holds the mail stop it, and nothing else.
create table report_recipient (
  org        text   not null,
  report     text   not null,
  email      text   not null,
  token      text   not null,
  stopped_at bigint,
  primary key (org, report, email)
);
create index report_recipient_token on report_recipient (org, token);

create table report_run (
  org    text   not null,
  id     text   not null,
  report text   not null,
  at     bigint not null,
  asked  text   not null,
  error  text   not null,
  bytes  bigint not null,
  mails  bigint not null,
  primary key (org, id)
);
create index report_run_of on report_run (org, report, id);

-- What keeps a rule from flooding people: one open case per customer, a cap per day, the number somebody agreed to, and the
-- sentence with which it stopped itself. purpose says what a match makes: a case, or a compliment that is passed on.
alter table alert_rule add column purpose text not null default 'case';
alter table alert_rule add column per_customer boolean not null default false;
alter table alert_rule add column day_cap integer not null default 0;
alter table alert_rule add column agreed integer not null default 0;
alter table alert_rule add column paused text not null default '';
alter table alert_rule add column held_back bigint not null default 0;

create index case_rule on case_file (org, rule, id) where rule is not null;

-- How many cases a rule opened on a day (days since 1970 in UTC): for its cap, and to see it run away.
create table rule_day (
  org  text    not null,
  rule text    not null,
  day  integer not null,
  n    bigint  not null,
  primary key (org, rule, day)
);

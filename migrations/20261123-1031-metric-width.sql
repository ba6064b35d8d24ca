-- What scores are measured in, metrics put away, and a revision for those who edit. targets_revision counts edits of its targets.
alter table metric add column scale_unit text not null default 'score';
alter table metric add column archived_at bigint;
alter table metric add column revision integer not null default 1;
alter table metric add column targets_revision integer not null default 0;

-- how is the method where metric_scoring's own list, which can't be widened in place, doesn't have it: median (stored as mean) and
-- within (stored as rate). ceiling is within's highest score that counts.
alter table metric_scoring add column how text check (how in ('median','within'));
alter table metric_scoring add column ceiling bigint;
alter table metric_scoring add column by_id text not null default '';
alter table metric_scoring add column by_name text not null default '';
alter table metric_scoring add column why text not null default '';

-- What a metric's figure should reach, for a unit and everything below it that has none of its own; unit '' is the organisation.
create table metric_target (
  org      text   not null,
  metric   text   not null,
  unit     text   not null,
  from_day text   not null,
  to_day   text   not null,
  value    bigint not null,
  primary key (org, metric, unit, from_day)
);

-- Open cases get the clock they had all along. A migration belongs to no organisation: the owner of the tables may look past
-- their rows' security for as long as it takes.
alter table case_file no force row level security;

update case_file set rank = due_at + case when state = 'waiting' then 4503599627370496 else 0 end;

insert into case_clock (org, case_id, clock, state, started_at, target, left_us, due_at, alarm, alarm_at)
  select org, id, 'resolve', case when state = 'waiting' then 'paused' else 'running' end, opened_at, span,
    case when state = 'waiting' then span end, due_at, case when state = 'waiting' then '' else 'breach' end,
    case when state = 'waiting' then null else due_at end
  from case_file where live = 1;

insert into case_clock_event (org, case_id, id, clock, at, kind, due_at, left_us, target)
  select org, id, id || '_0', 'resolve', opened_at, 'start', due_at, span, span from case_file where live = 1;

insert into case_clock_event (org, case_id, id, clock, at, kind, left_us)
  select org, id, id || '_1', 'resolve', opened_at, 'pause', span from case_file where state = 'waiting';

alter table case_file force row level security;

-- One list more, and taking a list back.
alter table roster_run drop constraint roster_run_list_check;
alter table roster_run add constraint roster_run_list_check check (list in ('units','people','employees','customers','purchases','subscriptions'));
alter table roster_run drop constraint roster_run_state_check;
alter table roster_run add constraint roster_run_state_check check (state in ('waiting','running','done','failed','undoing','undone'));
